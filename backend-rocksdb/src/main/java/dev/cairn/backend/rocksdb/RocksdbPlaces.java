package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * An entry of the log: where the events of consecutive positions stand. A batch has few entries, since an entry costs
 * as much as an event. No entry has many places, since it may be written again when some of its events are deleted.
 */
final class RocksdbPlaces {
  private static final int MOST = 16;

  /**
   * Where an event stands.
   *
   * @param stream 0 where the event is gone, or never was written
   */
  record Place(long stream, long sequence) {
    static final Place GONE = new Place(0, 0);

    boolean isGone() { return stream == 0; }
  }

  private final Position first;
  private final List<Place> places = new ArrayList<>();

  /** An empty entry that begins with a position. */
  RocksdbPlaces(Position first) {
    this.first = first;
  }

  static RocksdbPlaces read(byte[] key, byte[] value) {
    RocksdbPlaces entry = new RocksdbPlaces(RocksdbBytes.reading(key).skip(RocksdbKey.LOG.length).position());
    RocksdbBytes places = RocksdbBytes.reading(value);
    while (places.hasMore()) {
      long stream = places.number();
      entry.add(stream == 0 ? Place.GONE : new Place(stream, places.number()));
    }
    if (entry.places.isEmpty() || entry.places.size() > MOST) {
      throw new BackendException.Corrupt(
          "The entry of the log at " + entry.first + " has " + entry.places.size() + " places.");
    }
    return entry;
  }

  /** Finds the stored entry that holds a position; null where there is none. */
  static @Nullable RocksdbPlaces find(RocksdbView view, Position position) throws RocksDBException {
    if (!view.seekBack(RocksdbKey.log(position)) || !RocksdbKey.begins(view.key(), RocksdbKey.LOG)) {
      return null;
    }
    RocksdbPlaces entry = read(view.key(), view.value());
    return entry.holds(position) ? entry : null;
  }

  /** The earliest first position of an entry that holds a position. */
  static Position earliest(Position position) {
    return new Position(position.generation(), Math.max(0, position.offset() - (MOST - 1)));
  }

  Position first() {
    return first;
  }

  Position last() {
    return position(places.size() - 1);
  }

  int size() {
    return places.size();
  }

  Position position(int index) {
    return new Position(first.generation(), first.offset() + index);
  }

  Place place(int index) {
    return places.get(index);
  }

  boolean isFull() { return places.size() >= MOST; }

  /** Whether no event of it is left. */
  boolean isGone() { return places.stream().allMatch(Place::isGone); }

  boolean holds(Position position) {
    return position.compareTo(first) >= 0 && position.compareTo(last()) <= 0;
  }

  /** Adds the place of the next position. */
  void add(Place place) {
    places.add(place);
  }

  /** Takes out a deleted event; the others keep their positions. */
  void drop(int index) {
    places.set(index, Place.GONE);
  }

  /** Takes out deleted events. */
  void drop(Predicate<Place> deleted) {
    places.replaceAll(place -> deleted.test(place) ? Place.GONE : place);
  }

  /** Writes it in place of what is stored; without an event it is deleted. */
  void write(RocksdbWrites writes) throws RocksDBException {
    if (isGone()) {
      writes.delete(RocksdbKey.log(first));
    } else {
      writes.put(RocksdbKey.log(first), value());
    }
  }

  byte[] value() {
    int size = 0;
    for (Place place : places) {
      size += place.isGone() ? RocksdbBytes.sizeOf(0) : RocksdbBytes.sizeOf(place.stream(), place.sequence());
    }
    RocksdbBytes value = RocksdbBytes.sized(size);
    for (Place place : places) {
      value.number(place.stream());
      if (!place.isGone()) {
        value.number(place.sequence());
      }
    }
    return value.done();
  }
}
