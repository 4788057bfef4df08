package dev.cairn.backend.rocksdb;

import dev.cairn.backend.rocksdb.RocksdbPlaces.Place;
import dev.cairn.spi.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.RocksDBException;

/** What one batch adds to the log: the places of its events, without those that the same batch deletes. */
final class RocksdbLogChanges {
  private final RocksdbWrites writes;
  private final Map<Long, Long> deletedThrough = new HashMap<>();
  private final List<RocksdbPlaces> added = new ArrayList<>();

  RocksdbLogChanges(RocksdbWrites writes) {
    this.writes = writes;
  }

  /** Adds where an event stands. Positions are added one after the other, without a gap. */
  void add(Position position, Place place) {
    if (added.isEmpty() || added.get(added.size() - 1).isFull()) {
      added.add(new RocksdbPlaces(position));
    }
    added.get(added.size() - 1).add(place);
  }

  /** The events of a stream up to a sequence are deleted. */
  void delete(long stream, long through) {
    deletedThrough.put(stream, through);
  }

  /** Whether an event was stored before this batch. */
  boolean isStored(Position position) {
    return added.isEmpty() || position.compareTo(added.get(0).first()) < 0;
  }

  /** Comes after the last change. */
  void end() throws RocksDBException {
    for (RocksdbPlaces entry : added) {
      if (!deletedThrough.isEmpty()) {
        entry.drop(this::isDeleted);
      }
      if (!entry.isGone()) {
        writes.put(RocksdbKey.log(entry.first()), entry.value());
      }
    }
  }

  private boolean isDeleted(Place place) {
    return place.sequence() <= deletedThrough.getOrDefault(place.stream(), 0L);
  }
}
