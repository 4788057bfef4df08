package dev.cairn.impl.commit;

import dev.cairn.spi.Backend;
import dev.cairn.spi.Position;

/** Knows how far those have read from whom no event may be taken away. Any thread may call. */
public interface Holds {

  /** Returns the highest position that everybody who registered has read; the end where nobody did. */
  Position readThrough(String store);

  /** Others may have written: holds as well what their readers have not read. Called before anything else is stored. */
  void reread(Backend backend);
}
