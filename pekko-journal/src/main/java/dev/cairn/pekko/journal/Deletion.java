package dev.cairn.pekko.journal;

import dev.cairn.api.LoggedState;
import dev.cairn.api.StreamRef;
import dev.cairn.api.TypedBytes;

/**
 * How far a stream is deleted. An empty snapshot marks it before the events go, so what is deleted stays so, also where
 * a reader of the log still holds them.
 */
final class Deletion {
  private static final TypedBytes MARK = new TypedBytes("deleted", new byte[0]);

  private Deletion() {}

  /** The last sequence that is deleted; 0 where none is. */
  static long through(StreamRef<TypedBytes, TypedBytes> stream) {
    return stream.snapshot(Long.MAX_VALUE).map(LoggedState::sequence).orElse(0L);
  }

  /** Deletes through a sequence; what was deleted before stays so. */
  static void delete(StreamRef<TypedBytes, TypedBytes> stream, long through) {
    if (through > through(stream)) {
      stream.putSnapshot(through, MARK, 1);
    }
    if (through > 0) {
      stream.deleteThrough(through);
    }
  }
}
