package dev.cairn.backend.rocksdb;

import dev.cairn.backend.rocksdb.RocksdbPlaces.Place;
import dev.cairn.spi.Position;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** What one list changes in the log: the entries that it adds, and those of which it deletes events. */
final class RocksdbLogChanges {
  private final RocksdbBatch batch;
  private final NavigableMap<Position, RocksdbPlaces> stored = new TreeMap<>();
  private final NavigableMap<Position, RocksdbPlaces> added = new TreeMap<>();
  private @Nullable RocksdbPlaces open;

  RocksdbLogChanges(RocksdbBatch batch) {
    this.batch = batch;
  }

  /** Adds where the event of a position stands, the one after that which was added before. */
  void add(Position position, Place place) {
    RocksdbPlaces entry = open;
    if (entry == null || entry.isFull()) {
      entry = new RocksdbPlaces(position);
      open = entry;
      added.put(position, entry);
    }
    entry.add(place);
  }

  /** Takes out an event that is deleted. An entry whose last event goes is deleted at once, so few are kept in mind. */
  void drop(RocksdbView view, Position position) throws RocksDBException {
    RocksdbPlaces fresh = holding(added, position);
    if (fresh != null) {
      fresh.drop(position);
      return;
    }
    RocksdbPlaces entry = holding(stored, position);
    entry = entry != null ? entry : find(view, position);
    if (entry == null) {
      return;
    }
    entry.drop(position);
    if (entry.isGone()) {
      stored.remove(entry.first());
      batch.delete(RocksdbKey.log(entry.first()));
    } else {
      stored.put(entry.first(), entry);
    }
  }

  /** Comes after the last change. */
  void end() throws RocksDBException {
    for (RocksdbPlaces entry : stored.values()) {
      batch.put(RocksdbKey.log(entry.first()), entry.value());
    }
    for (RocksdbPlaces entry : added.values()) {
      if (!entry.isGone()) {
        batch.put(RocksdbKey.log(entry.first()), entry.value());
      }
    }
  }

  private static @Nullable RocksdbPlaces holding(NavigableMap<Position, RocksdbPlaces> entries, Position position) {
    Map.Entry<Position, RocksdbPlaces> entry = entries.floorEntry(position);
    return entry != null && entry.getValue().holds(position) ? entry.getValue() : null;
  }

  private static @Nullable RocksdbPlaces find(RocksdbView view, Position position) throws RocksDBException {
    if (!view.seekBack(RocksdbKey.log(position)) || !RocksdbKey.begins(view.key(), RocksdbKey.LOG)) {
      return null;
    }
    RocksdbPlaces entry = RocksdbPlaces.read(view.key(), view.value());
    return entry.holds(position) ? entry : null;
  }
}
