package dev.cairn.impl.commit;

import dev.cairn.spi.Backend;
import dev.cairn.spi.Position;

/**
 * Knows how far the readers of each log have come. An event that a reader has still to read may not be deleted. Any
 * thread may call.
 */
public interface Holds {

  /** The highest position that every registered reader has read; the end of the log if there is no reader. */
  Position readThrough(String store);

  /** Reads the checkpoints again: another system may have written some. Called before anything else is stored. */
  void reread(Backend backend);
}
