package dev.cairn.backend.memory;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.KeyBytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one location holds, open or not. Used under its monitor alone. */
final class MemoryLocation {
  private final Map<StreamKey, MemoryStream> streams = new HashMap<>();
  private final List<StoredEvent> log = new ArrayList<>(); // in the order of positions, with deleted events between
  private final Map<String, Position> deletedThrough = new HashMap<>();
  private final Path path;
  private Position newest = Position.START;
  private int deleted;
  private long generation;
  private boolean held;

  MemoryLocation(Path path) {
    this.path = path;
  }

  /** Copies everything as it is now; nobody writes to the copy. */
  MemoryLocation copy() {
    MemoryLocation copy = new MemoryLocation(path);
    streams.forEach((key, stream) -> copy.streams.put(key, stream.copy()));
    log.stream().filter(this::isThere).forEach(copy.log::add);
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
    MemoryStream found = streams.get(key);
    return found != null ? found : new MemoryStream(key);
  }

  /** Stores a commit to which the head of its stream has no objection. */
  void store(Commit commit, MemoryStream stream) {
    boolean begins = stream.head().last() == 0;
    for (StoredEvent event : stream.advance(commit)) {
      deleted++;
      deletedThrough.merge(event.stream().store(), event.position(),
          (one, other) -> one.compareTo(other) > 0 ? one : other);
    }
    long sequence = commit.expectedLast();
    for (byte[] record : commit.events()) {
      newest = new Position(generation, newest.offset() + 1);
      StoredEvent event = new StoredEvent(commit.stream(), ++sequence, newest, record);
      if (stream.add(event)) {
        log.add(event);
      }
    }
    if (begins && stream.head().last() > 0) {
      streams.put(commit.stream(), stream);
    }
    if (deleted > log.size() / 2) {
      log.removeIf(event -> !isThere(event));
      deleted = 0;
    }
  }

  private boolean isThere(StoredEvent event) {
    return !stream(event.stream()).isDeleted(event.sequence());
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
    for (StoredEvent event : log.subList(countThrough(after), log.size())) {
      if (event.position().compareTo(horizon) > 0) {
        return null;
      }
      if (event.stream().store().equals(store) && isThere(event)) {
        return event;
      }
    }
    return null;
  }

  /** The number of events in the log that are not after a position. */
  private int countThrough(Position position) {
    int low = 0;
    int high = log.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (log.get(middle).position().compareTo(position) > 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
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
    return Map.of("streams", (long) streams.size(), "events", (long) log.size() - deleted);
  }
}
