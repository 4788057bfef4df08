package com.example.filelog;

import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The places of the records of one stream. */
final class IndexedStream {
  final TreeMap<Long, IndexedEvent> events = new TreeMap<>();
  final TreeMap<Long, Place> snapshots = new TreeMap<>();
  private StreamHead head;

  IndexedStream(StreamKey key) {
    head = StreamHead.empty(key);
  }

  StreamHead head() {
    return head;
  }

  IndexedStream copy() {
    IndexedStream copy = new IndexedStream(head.stream());
    copy.events.putAll(events);
    copy.snapshots.putAll(snapshots);
    copy.head = head;
    return copy;
  }

  /** Applies an accepted commit; returns the earlier events that it deletes. */
  List<IndexedEvent> apply(Commit commit, List<IndexedEvent> added, Place snapshot) {
    head = after(head, commit, List.of());
    List<IndexedEvent> deleted = List.copyOf(events.headMap(head.deletedThrough(), true).values());
    added.forEach(event -> events.put(event.sequence(), event));
    events.headMap(head.deletedThrough(), true).clear();
    commit.snapshot().ifPresent(state -> snapshots.put(state.sequence(), snapshot));
    snapshots.keySet().retainAll(head.snapshots());
    return deleted;
  }

  /**
   * Returns the head after a commit; earlier commits of its batch have led to the given head and the pending events.
   */
  StreamHead after(StreamHead before, Commit commit, List<IndexedEvent> pending) {
    if (!(commit.retention() instanceof Retention.Keep keep) || keep.readThrough().equals(Position.END)) {
      return before.after(commit, Long.MAX_VALUE);
    }
    long readThrough = Stream.concat(events.values().stream(), pending.stream())
        .filter(event -> event.sequence() > before.deletedThrough())
        .filter(event -> event.position().compareTo(keep.readThrough()) > 0)
        .mapToLong(event -> event.sequence() - 1)
        .findFirst().orElse(Long.MAX_VALUE);
    return before.after(commit, readThrough);
  }
}
