package dev.cairn.backend.memory;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What one location holds, open or not. One writer changes it, under the monitor of this object; readers walk the
 * sorted maps without it, and take it only to learn where to stop.
 */
final class MemoryLocation {
  private static final Comparator<StreamKey> BY_BYTES = Comparator.comparing(StreamKey::store)
      .thenComparing(StreamKey::type)
      .thenComparing(StreamKey::id, MemoryLocation::compareBytes);

  final NavigableMap<StreamKey, MemoryStream> streams = new ConcurrentSkipListMap<>(BY_BYTES);
  final NavigableMap<Position, StoredEvent> log = new ConcurrentSkipListMap<>();
  private final Map<String, Position> deletedThrough = new HashMap<>();
  private final Path path;
  private Position newest = Position.START;
  private long generation;
  private boolean held;

  MemoryLocation(Path path) {
    this.path = path;
  }

  synchronized long acquire() {
    if (held) {
      throw new BackendException.Locked(path.toString(), "this very process (" + ProcessHandle.current().pid() + ")");
    }
    held = true;
    return ++generation;
  }

  synchronized void release() {
    held = false;
  }

  synchronized long generation() {
    return generation;
  }

  synchronized Position newest() {
    return newest;
  }

  synchronized Position deletedThrough(String store) {
    return deletedThrough.getOrDefault(store, Position.START);
  }

  synchronized void deleted(String store, Position position) {
    deletedThrough.merge(store, position, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  synchronized Position next() {
    newest = new Position(generation, newest.offset() + 1);
    return newest;
  }

  /** The bytes of UTF-8 sort as code points do; the chars of a string do not. */
  private static int compareBytes(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int at = 0; at < length; at++) {
      if (one.charAt(at) != other.charAt(at)) {
        return Integer.compare(one.codePointAt(at), other.codePointAt(at));
      }
    }
    return Integer.compare(one.length(), other.length());
  }
}
