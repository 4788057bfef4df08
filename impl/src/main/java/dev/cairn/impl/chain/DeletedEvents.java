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

  /** Tells why an event is not deleted, unless it is. */
  void check(ChainEntry gone, ChainProof.Found found) {
    StreamHead head = streams().get(gone.stream());
    if (head == null) {
      found.tell(new Damage("position " + gone.position() + " of the log of store " + store,
          "event " + gone.sequence() + " of a stream stood there, and the whole stream is gone: somebody has taken it"
              + " out",
          ChainProof.OTHERS), Optional.empty());
    } else if (gone.sequence() > head.deletedThrough()) {
      found.tell(ChainProof.of(head.stream(), gone.sequence(), gone.position(),
          "it is not there any more, and was not deleted by the store: somebody has taken it out"),
          Optional.of(head.stream()));
    } else {
      count++;
    }
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
