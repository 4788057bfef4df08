package dev.cairn.backend.memory;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.KeyBytes;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one location holds, open or not. Used under its monitor alone. */
final class MemoryLocation {
  private final Map<StreamKey, MemoryStream> streams = new HashMap<>();
  private final NavigableMap<Position, StoredEvent> log = new TreeMap<>();
  private final Map<String, Position> deletedThrough = new HashMap<>();
  private final Path path;
  private Position newest = Position.START;
  private long generation;
  private boolean held;

  MemoryLocation(Path path) {
    this.path = path;
  }

  /** Copies everything as it is now; nobody writes to the copy. */
  MemoryLocation copy() {
    MemoryLocation copy = new MemoryLocation(path);
    streams.forEach((key, stream) -> copy.streams.put(key, stream.copy()));
    copy.log.putAll(log);
    copy.deletedThrough.putAll(deletedThrough);
    copy.newest = newest;
    copy.generation = generation;
    return copy;
  }

  /** Claims the next generation for the one writer. */
  synchronized long acquire() {
    if (held) {
      throw new BackendException.Locked(path.toString(), "this very process (" + ProcessHandle.current().pid() + ")");
    }
    held = true;
    return ++generation;
  }

  void release() {
    held = false;
  }

  synchronized long generation() {
    return generation;
  }

  /** Returns a stream; one that never held anything is empty, and is not kept. */
  MemoryStream stream(StreamKey key) {
    return streams.getOrDefault(key, new MemoryStream(key));
  }

  /** Stores a commit to which the head of its stream has no objection. */
  void store(Commit commit, MemoryStream stream) {
    for (StoredEvent event : stream.advance(commit)) {
      log.remove(event.position());
      deletedThrough.merge(event.stream().store(), event.position(),
          (one, other) -> one.compareTo(other) > 0 ? one : other);
    }
    long sequence = commit.expectedLast();
    for (byte[] record : commit.events()) {
      newest = new Position(generation, newest.offset() + 1);
      StoredEvent event = new StoredEvent(commit.stream(), ++sequence, newest, record);
      if (stream.add(event)) {
        log.put(newest, event);
      }
    }
    if (stream.head().last() > 0) {
      streams.put(commit.stream(), stream);
    }
  }

  Position newest() {
    return newest;
  }

  Position deletedThrough(String store) {
    return deletedThrough.getOrDefault(store, Position.START);
  }

  /** The first event of a store after one position and not after another. */
  @Nullable
  StoredEvent following(Position after, Position horizon, String store) {
    for (StoredEvent event : log.tailMap(after, false).values()) {
      if (event.position().compareTo(horizon) > 0) {
        return null;
      }
      if (event.stream().store().equals(store)) {
        return event;
      }
    }
    return null;
  }

  List<StreamHead> heads(String store, Optional<StreamKey> after) {
    return streams.values().stream().map(MemoryStream::head).filter(head -> head.stream().store().equals(store))
        .filter(head -> after.isEmpty() || KeyBytes.ORDER.compare(head.stream(), after.get()) > 0)
        .sorted(Comparator.comparing(StreamHead::stream, KeyBytes.ORDER)).toList();
  }

  List<String> stores() {
    return streams.keySet().stream().map(StreamKey::store).distinct().sorted().toList();
  }

  Map<String, Long> statistics() {
    return Map.of("streams", (long) streams.size(), "events", (long) log.size());
  }
}
