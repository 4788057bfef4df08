package dev.cairn.backend.memory;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One stream: its head, its events and its snapshots. Used under the monitor of its location. */
final class MemoryStream {
  private final List<StoredEvent> events = new ArrayList<>(); // all that are not deleted: no gap, the newest is last
  private final Map<Long, Snapshot> snapshots = new HashMap<>();
  private StreamHead head;

  MemoryStream(StreamKey key) {
    this.head = StreamHead.empty(key);
  }

  StreamHead head() {
    return head;
  }

  MemoryStream copy() {
    MemoryStream copy = new MemoryStream(head.stream());
    copy.events.addAll(events);
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
    long sequence = Math.max(from, head.deletedThrough() + 1);
    return sequence > Math.min(to, head.last()) ? null : at(sequence);
  }

  StoredEvent undeleted(long sequence) {
    if (isDeleted(sequence)) {
      throw new BackendException.Unavailable(
          "Event " + sequence + " of " + head.stream() + " was deleted while the stream was read.", null);
    }
    return at(sequence);
  }

  boolean isDeleted(long sequence) {
    return sequence <= head.deletedThrough();
  }

  private StoredEvent at(long sequence) {
    return events.get((int) (sequence - head.deletedThrough() - 1));
  }

  /** Takes over all of a commit but its events; returns the events that it deletes. */
  List<StoredEvent> advance(Commit commit) {
    long deletedBefore = head.deletedThrough();
    head = head.after(commit, readThrough(commit));
    commit.snapshot().ifPresent(snapshot -> snapshots.put(snapshot.sequence(), snapshot));
    if (snapshots.size() > head.snapshots().size()) {
      snapshots.keySet().retainAll(head.snapshots());
    }
    long count = Math.min(head.deletedThrough() - deletedBefore, events.size());
    if (count == 0) {
      return List.of();
    }
    List<StoredEvent> gone = events.subList(0, (int) count);
    List<StoredEvent> deleted = List.copyOf(gone);
    gone.clear();
    return deleted;
  }

  /** The last event that no reader of the log has still to read. */
  private long readThrough(Commit commit) {
    if (commit.retention() instanceof Retention.Keep keep && !keep.readThrough().equals(Position.END)) {
      for (StoredEvent event : events) {
        if (event.sequence() > keep.deleteThrough()) {
          break;
        }
        if (event.position().compareTo(keep.readThrough()) > 0) {
          return event.sequence() - 1;
        }
      }
    }
    return Long.MAX_VALUE;
  }

  /** Takes an event, unless its own commit deletes it. */
  boolean add(StoredEvent event) {
    return !isDeleted(event.sequence()) && events.add(event);
  }
}
