package dev.cairn.impl.journal;

import dev.cairn.api.HistoryCompacted;
import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.time.Instant;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the last event of a stream whose time is not later than another, wherever its snapshots are. A clock may have
 * gone back, so events are looked at from the newest one on.
 */
final class TimeSearch {
  private static final int PAGE = 256;

  private final StreamKey stream;
  private final StreamOpener opener;
  private final Instant latest;
  private final LongConsumer reached;

  /**
   * @param latest the time
   * @param reached hears of each event that is looked at
   */
  TimeSearch(StreamKey stream, StreamOpener opener, Instant latest, LongConsumer reached) {
    this.stream = stream;
    this.opener = opener;
    this.latest = latest;
    this.reached = reached;
  }

  /**
   * Returns the sequence of that event, 0 where the actor had none.
   *
   * @throws HistoryCompacted if it may be one that was deleted
   */
  long in(Backend backend) {
    for (;;) {
      StreamHead head = StoredHead.of(backend, stream);
      try {
        long kept = amongKept(backend, head);
        return kept > 0 ? kept : amongDeleted(backend, head);
      } catch (BackendException.Unavailable e) {
        if (StoredHead.of(backend, stream).deletedThrough() <= head.deletedThrough()) {
          throw e;
        } // the actor has deleted events while they were read
      }
    }
  }

  private long amongKept(Backend backend, StreamHead head) {
    long found = 0;
    for (long to = head.last(); to > head.deletedThrough() && found == 0; to -= PAGE) {
      found = newest(backend, Math.max(head.deletedThrough() + 1, to - PAGE + 1), to);
    }
    return found;
  }

  private long newest(Backend backend, long from, long to) {
    long found = 0;
    try (Cursor<StoredEvent> events = backend.events(stream, from, to)) {
      for (StoredEvent event = events.next(); event != null; event = events.next()) {
        reached.accept(event.sequence());
        found = isLater(event) ? found : event.sequence();
      }
    }
    return found;
  }

  private boolean isLater(StoredEvent event) {
    try {
      return opener.open(RecordKind.EVENT, event.sequence(), event.record()).time().isAfter(latest);
    } catch (UnreadableRecord e) {
      throw new StoreDamaged(
          "Event " + event.sequence() + " of stream " + stream + " cannot be read: " + e.rule() + ".", e);
    }
  }

  /** Of what was deleted, only the state after its last event can be left; it was made then or later. */
  private long amongDeleted(Backend backend, StreamHead head) {
    long deleted = head.deletedThrough();
    if (deleted == 0) {
      return 0;
    }
    try (Recovery recovery = backend.recover(stream, deleted)) {
      Snapshot snapshot = recovery.snapshot().orElse(null);
      if (isNotLater(snapshot, deleted)) {
        return deleted;
      }
    }
    throw PastState.historyCompacted(head); // also after a purge: whether that time was before it is not written down
  }

  private boolean isNotLater(@Nullable Snapshot snapshot, long sequence) {
    if (snapshot == null || snapshot.sequence() != sequence) {
      return false;
    }
    try {
      return !opener.open(RecordKind.SNAPSHOT, sequence, snapshot.record()).time().isAfter(latest);
    } catch (UnreadableRecord e) {
      throw new StoreDamaged(
          "The snapshot of stream " + stream + " at event " + sequence + " cannot be read: " + e.rule() + ".", e);
    }
  }
}
