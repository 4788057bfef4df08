package dev.cairn.impl.commit;

import dev.cairn.spi.Position;

/** Knows how far those have read from whom no event may be taken away. Any thread may call. */
public interface Holds {

  /** Returns the highest position that everybody who registered has read; the end where nobody did. */
  Position readThrough(String store);
}
