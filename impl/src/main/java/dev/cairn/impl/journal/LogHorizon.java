package dev.cairn.impl.journal;

import dev.cairn.spi.Backend;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;

/** Reads how far the log of a store can be seen now, and no more. */
public final class LogHorizon {
  private LogHorizon() {}

  /** Returns the position up to which every event can be seen. */
  public static Position of(Backend backend, String store) {
    try (LogCursor log = backend.log(store, Position.START)) {
      return log.horizon();
    }
  }
}
