package dev.cairn.backend.memory;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One stream: its head, its events and its snapshots. Used under the monitor of its location. */
final class MemoryStream {
  private final NavigableMap<Long, StoredEvent> events = new TreeMap<>();
  private final NavigableMap<Long, Snapshot> snapshots = new TreeMap<>();
  private StreamHead head;

  MemoryStream(StreamKey key) {
    this.head = StreamHead.empty(key);
  }

  StreamHead head() {
    return head;
  }

  MemoryStream copy() {
    MemoryStream copy = new MemoryStream(head.stream());
    copy.events.putAll(events);
    copy.snapshots.putAll(snapshots);
    copy.head = head;
    return copy;
  }

  Optional<Snapshot> snapshot(long sequence) {
    return Optional.ofNullable(snapshots.get(sequence));
  }

  /** The first event of a range that is not deleted. */
  @Nullable
  StoredEvent first(long from, long to) {
    Map.Entry<Long, StoredEvent> found = events.ceilingEntry(from);
    return found == null || found.getKey() > to ? null : found.getValue();
  }

  StoredEvent undeleted(long sequence) {
    StoredEvent event = events.get(sequence);
    if (event == null) {
      throw new BackendException.Unavailable(
          "Event " + sequence + " of " + head.stream() + " was deleted while the stream was read.", null);
    }
    return event;
  }

  /** Takes over all of a commit but its events; returns the events that it deletes. */
  List<StoredEvent> advance(Commit commit) {
    head = head.after(commit, readThrough(commit));
    commit.snapshot().ifPresent(snapshot -> snapshots.put(snapshot.sequence(), snapshot));
    snapshots.keySet().retainAll(head.snapshots());
    NavigableMap<Long, StoredEvent> gone = events.headMap(head.deletedThrough(), true);
    List<StoredEvent> deleted = List.copyOf(gone.values());
    gone.clear();
    return deleted;
  }

  /** The last event that no reader of the log has still to read. */
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

  /** Takes an event, unless its own commit deletes it. */
  boolean add(StoredEvent event) {
    boolean stays = event.sequence() > head.deletedThrough();
    if (stays) {
      events.put(event.sequence(), event);
    }
    return stays;
  }
}
