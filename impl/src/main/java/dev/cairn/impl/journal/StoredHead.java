package dev.cairn.impl.journal;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;

/**
 * Reads where a stream stands, and no more: a recovery at 0 has no snapshot, and its events are read only when asked
 * for.
 */
public final class StoredHead {
  private StoredHead() {}

  /** Returns the head of a stream, an empty one where nothing was ever stored. */
  public static StreamHead of(Backend backend, StreamKey stream) {
    try (Recovery recovery = backend.recover(stream, 0)) {
      return recovery.head();
    }
  }

  /** Whether a claim of a stream still holds, and the stream has all that was stored under it. */
  static boolean isClaimed(Backend backend, StreamKey stream, long epoch, long last) {
    try {
      return backend.renew(stream, epoch).head().last() >= last;
    } catch (BackendException.Fenced e) {
      return false;
    }
  }
}
