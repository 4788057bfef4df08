package dev.cairn.backend.memory;

import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** One stream. Changed, and asked for its head, only under the monitor of its location. */
final class MemoryStream {
  final NavigableMap<Long, StoredEvent> events = new ConcurrentSkipListMap<>();
  final NavigableMap<Long, Snapshot> snapshots = new ConcurrentSkipListMap<>();
  private final StreamKey key;
  private long last;
  private long deletedThrough;
  private long purgedThrough;

  MemoryStream(StreamKey key) {
    this.key = key;
  }

  long last() {
    return last;
  }

  StreamHead head() {
    return new StreamHead(key, last, deletedThrough, purgedThrough, List.copyOf(snapshots.keySet()));
  }

  /** Says why the commit cannot be stored, or null. */
  static @Nullable CommitResult objection(Commit commit, long generation, long last, long maxRecordBytes) {
    if (commit.epoch() != generation) {
      return new CommitResult.Fenced(generation);
    }
    boolean exact = !commit.events().isEmpty() || commit.retention() instanceof Retention.Purge;
    boolean begins = commit.retention() instanceof Retention.Begin;
    long lowest = commit.snapshot().map(Snapshot::sequence).orElse(0L);
    if (begins ? last != 0 : exact ? commit.expectedLast() != last : last < lowest) {
      return new CommitResult.Conflict(last);
    }
    long largest = commit.snapshot().map(snapshot -> snapshot.record().length).orElse(0);
    for (byte[] event : commit.events()) {
      largest = Math.max(largest, event.length);
    }
    return largest > maxRecordBytes ? new CommitResult.TooLarge(largest) : null;
  }

  void store(Commit commit, MemoryLocation location) {
    Position before = location.newest();
    if (commit.retention() instanceof Retention.Begin begin) {
      last = begin.deletedThrough();
      deletedThrough = begin.deletedThrough();
      purgedThrough = begin.purgedThrough();
    }
    for (byte[] record : commit.events()) {
      StoredEvent event = new StoredEvent(key, ++last, location.next(), record);
      events.put(last, event);
      location.log.put(event.position(), event);
    }
    commit.snapshot().filter(this::isNews).ifPresent(snapshot -> snapshots.put(snapshot.sequence(), snapshot));
    switch (commit.retention()) {
      case Retention.Keep keep -> keep(keep, before, location);
      case Retention.Purge purge -> purge(before, location);
      case Retention.Begin begin -> {
      }
    }
  }

  /**
   * A snapshot that comes after the deletion of what it was made from is left out: it could bring purged state back.
   */
  private boolean isNews(Snapshot snapshot) {
    return snapshot.sequence() >= deletedThrough && snapshot.sequence() > purgedThrough;
  }

  private void keep(Retention.Keep keep, Position before, MemoryLocation location) {
    while (snapshots.size() > keep.snapshots()) {
      snapshots.pollFirstEntry();
    }
    if (!snapshots.isEmpty()) {
      long deletable = Math.min(keep.deleteThrough(), snapshots.firstKey());
      for (StoredEvent event : events.headMap(deletable, true).values()) {
        if (event.position().compareTo(keep.readThrough()) > 0 && event.position().compareTo(before) <= 0) {
          deletable = event.sequence() - 1;
          break;
        }
      }
      deleteThrough(deletable, before, location);
    }
  }

  private void purge(Position before, MemoryLocation location) {
    snapshots.clear();
    deleteThrough(last, before, location);
    purgedThrough = last;
  }

  /** What came after {@code before} came with this very commit, and was never in the log. */
  private void deleteThrough(long sequence, Position before, MemoryLocation location) {
    NavigableMap<Long, StoredEvent> gone = events.headMap(sequence, true);
    for (StoredEvent event : gone.values()) {
      location.log.remove(event.position());
      if (event.position().compareTo(before) <= 0) {
        location.deleted(key.store(), event.position());
      }
    }
    gone.clear();
    deletedThrough = Math.max(deletedThrough, sequence);
  }
}
