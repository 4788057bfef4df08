package com.example.filelog;

import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.KeyBytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The places of all records in the file. A caller holds its monitor. */
final class Index {
  final TreeMap<StreamKey, IndexedStream> streams = new TreeMap<>(KeyBytes.ORDER);
  final TreeMap<Position, IndexedEvent> log = new TreeMap<>();
  private final Map<String, Position> deletedThrough = new HashMap<>();
  private Position newest = Position.START;
  private long generation;

  Index copy() {
    Index copy = new Index();
    streams.forEach((key, stream) -> copy.streams.put(key, stream.copy()));
    copy.log.putAll(log);
    copy.deletedThrough.putAll(deletedThrough);
    copy.newest = newest;
    copy.generation = generation;
    return copy;
  }

  void opened(long claimed) {
    generation = Math.max(generation, claimed);
  }

  long generation() {
    return generation;
  }

  Position newest() {
    return newest;
  }

  Position deletedThrough(String store) {
    return deletedThrough.getOrDefault(store, Position.START);
  }

  StreamHead head(StreamKey key) {
    IndexedStream stream = streams.get(key);
    return stream == null ? StreamHead.empty(key) : stream.head();
  }

  /** Assigns positions to the events of a commit, beginning after a given position. */
  static List<IndexedEvent> events(Commit commit, Position after, List<Place> places) {
    List<IndexedEvent> events = new ArrayList<>();
    long offset = after.generation() == commit.epoch() ? after.offset() : 0;
    for (int at = 0; at < commit.events().size(); at++) {
      events.add(new IndexedEvent(commit.stream(), commit.expectedLast() + at + 1,
          new Position(commit.epoch(), ++offset), places.get(at)));
    }
    return events;
  }

  /** Applies a commit that is in the file. */
  void apply(Commit commit, List<Place> places, Place snapshot) {
    List<IndexedEvent> added = events(commit, newest, places);
    IndexedStream stream = streams.getOrDefault(commit.stream(), new IndexedStream(commit.stream()));
    for (IndexedEvent gone : stream.apply(commit, added, snapshot)) {
      log.remove(gone.position());
      deletedThrough.merge(commit.stream().store(), gone.position(),
          (one, other) -> one.compareTo(other) > 0 ? one : other);
    }
    for (IndexedEvent event : added) {
      newest = event.position();
      if (event.sequence() > stream.head().deletedThrough()) {
        log.put(newest, event);
      }
    }
    if (stream.head().last() > 0) {
      streams.put(commit.stream(), stream);
    }
  }
}
