package dev.cairn.backend.memory;

import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** One stream. Changed, and asked for its head, only under the monitor of its location. */
final class MemoryStream {
  final NavigableMap<Long, StoredEvent> events = new ConcurrentSkipListMap<>();
  final NavigableMap<Long, Snapshot> snapshots = new ConcurrentSkipListMap<>();
  private StreamHead head;

  MemoryStream(StreamKey key) {
    this.head = StreamHead.empty(key);
  }

  StreamHead head() {
    return head;
  }

  /** Stores a commit to which the head has no objection. */
  void store(Commit commit, MemoryLocation location) {
    head = head.after(commit, readThrough(commit));
    delete(location);
    long sequence = commit.expectedLast();
    for (byte[] record : commit.events()) {
      StoredEvent event = new StoredEvent(head.stream(), ++sequence, location.next(), record);
      if (sequence > head.deletedThrough()) {
        events.put(sequence, event);
        location.log.put(event.position(), event);
      }
    }
    commit.snapshot().ifPresent(snapshot -> snapshots.put(snapshot.sequence(), snapshot));
    snapshots.keySet().retainAll(head.snapshots());
  }

  private long readThrough(Commit commit) {
    if (commit.retention() instanceof Retention.Keep keep && !keep.readThrough().equals(Position.END)) {
      for (StoredEvent event : events.headMap(keep.deleteThrough(), true).values()) {
        if (event.position().compareTo(keep.readThrough()) > 0) {
          return event.sequence() - 1;
        }
      }
    }
    return Long.MAX_VALUE;
  }

  private void delete(MemoryLocation location) {
    NavigableMap<Long, StoredEvent> gone = events.headMap(head.deletedThrough(), true);
    for (StoredEvent event : gone.values()) {
      location.log.remove(event.position());
      location.deleted(head.stream().store(), event.position());
    }
    gone.clear();
  }
}
