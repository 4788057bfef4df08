package dev.cairn.backend.rocksdb;

import dev.cairn.backend.rocksdb.RocksdbPlaces.Place;
import dev.cairn.spi.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * What one batch changes in the log: the entries that it adds, and the entries of which it deletes events. A stored
 * entry is written again as soon as one of its events is deleted, without any event that this batch deletes. No view
 * shows that write yet; another commit that comes to the same entry leaves out the same events again.
 */
final class RocksdbLogChanges {
  private final RocksdbWrites writes;
  private final Map<Long, Long> deletedThrough = new HashMap<>();
  private final List<RocksdbPlaces> added = new ArrayList<>();
  private @Nullable RocksdbPlaces rewritten;

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

  /** The events of a stream up to a sequence are deleted; {@link #rewrite} is called for each that is stored. */
  void delete(long stream, long through) {
    deletedThrough.put(stream, through);
    rewritten = null;
  }

  /** Writes the entry of a deleted event again, or deletes it with its last event. */
  void rewrite(RocksdbView view, Position position) throws RocksDBException {
    if (rewritten != null && rewritten.holds(position)) {
      return;
    }
    RocksdbPlaces entry = find(view, position);
    if (entry != null) {
      entry.drop(this::isDeleted);
      if (entry.isGone()) {
        writes.delete(RocksdbKey.log(entry.first()));
      } else {
        writes.put(RocksdbKey.log(entry.first()), entry.value());
      }
      rewritten = entry;
    }
  }

  /** Comes after the last change. */
  void end() throws RocksDBException {
    for (RocksdbPlaces entry : added) {
      entry.drop(this::isDeleted);
      if (!entry.isGone()) {
        writes.put(RocksdbKey.log(entry.first()), entry.value());
      }
    }
  }

  private boolean isDeleted(Place place) {
    return place.sequence() <= deletedThrough.getOrDefault(place.stream(), 0L);
  }

  private static @Nullable RocksdbPlaces find(RocksdbView view, Position position) throws RocksDBException {
    if (!view.seekBack(RocksdbKey.log(position)) || !RocksdbKey.begins(view.key(), RocksdbKey.LOG)) {
      return null;
    }
    RocksdbPlaces entry = RocksdbPlaces.read(view.key(), view.value());
    return entry.holds(position) ? entry : null;
  }
}
