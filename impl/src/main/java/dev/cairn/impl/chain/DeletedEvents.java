package dev.cairn.impl.chain;

import dev.cairn.api.StoreInspector.Damage;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.StreamHead;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells of events that are gone whether the store has deleted them. Reads the streams at the first. One thread. */
final class DeletedEvents {
  private static final String LEFT = "every event that is not named is as it was";

  private final Backend backend;
  private final String store;
  private @Nullable Map<Long, StreamHead> streams;
  private long count;

  DeletedEvents(Backend backend, String store) {
    this.backend = backend;
    this.store = store;
  }

  /** How many were deleted. */
  long count() {
    return count;
  }

  /** Why it is not deleted; empty if it is. */
  Optional<Damage> objection(ChainEntry gone) {
    StreamHead head = streams().get(gone.stream());
    if (head == null) {
      return Optional.of(new Damage("position " + gone.position() + " of the log of store " + store,
          "event " + gone.sequence() + " of a stream stood there, and the whole stream is gone: somebody has taken it"
              + " out",
          LEFT));
    }
    if (gone.sequence() > head.deletedThrough()) {
      return Optional.of(
          new Damage("event " + gone.sequence() + " of stream " + head.stream() + " at position " + gone.position(),
              "it is not there any more, and was not deleted by the store: somebody has taken it out", LEFT));
    }
    count++;
    return Optional.empty();
  }

  private Map<Long, StreamHead> streams() {
    Map<Long, StreamHead> known = streams;
    if (known == null) {
      known = new HashMap<>();
      try (Cursor<StreamHead> heads = backend.streams(store, Optional.empty())) {
        for (StreamHead head = heads.next(); head != null; head = heads.next()) {
          known.put(ChainEntry.number(head.stream()), head);
        }
      }
      streams = known;
    }
    return known;
  }
}
