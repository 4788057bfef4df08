package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** The pages of the log of one store. The log itself is that of the location, and tells only where events stand. */
final class RocksdbLog implements RocksdbCursor.Pages<StoredEvent> {
  private record Place(Position position, long stream, long sequence) {}

  private final RocksdbDatabase database;
  private final String store;
  private final Position horizon;
  private Position after;

  RocksdbLog(RocksdbDatabase database, String store, Position after, Position horizon) {
    this.database = database;
    this.store = store;
    this.after = after;
    this.horizon = horizon;
  }

  /** The highest position ever given, as far as the view can tell. */
  static Position newest(RocksdbView view) throws RocksDBException {
    byte[] written = view.get(RocksdbKey.HIGHEST);
    Position highest = written == null ? Position.START : RocksdbBytes.reading(written).position();
    if (view.seekBack(RocksdbKey.log(Position.END)) && RocksdbKey.begins(view.key(), RocksdbKey.LOG)) {
      Position last = RocksdbBytes.reading(view.key()).skip(RocksdbKey.LOG.length).position();
      return last.compareTo(highest) > 0 ? last : highest;
    }
    return highest;
  }

  @Override
  public List<StoredEvent> next() {
    List<StoredEvent> page = List.of();
    while (page.isEmpty() && after.compareTo(horizon) < 0) {
      page = database.read(this::page);
    }
    return page;
  }

  private List<StoredEvent> page(RocksdbView view) throws RocksDBException {
    List<Place> places = places(view);
    List<StoredEvent> page = new ArrayList<>();
    Map<Long, StreamKey> names = new HashMap<>();
    long bytes = 0;
    for (Place place : places) {
      if (bytes >= RocksdbEvents.PAGE_BYTES) {
        return page;
      }
      StreamKey key = names.get(place.stream());
      if (key == null) {
        key = name(view, place.stream());
        names.put(place.stream(), key);
      }
      if (key.store().equals(store)) {
        page.add(event(view, key, place));
        bytes += page.get(page.size() - 1).record().length;
      }
      after = place.position();
    }
    after = places.size() < RocksdbEvents.PAGE_ROWS ? horizon : after;
    return page;
  }

  private List<Place> places(RocksdbView view) throws RocksDBException {
    List<Place> places = new ArrayList<>();
    boolean there = view.seek(RocksdbKey.log(after));
    while (there && places.size() < RocksdbEvents.PAGE_ROWS && RocksdbKey.begins(view.key(), RocksdbKey.LOG)) {
      Position position = RocksdbBytes.reading(view.key()).skip(RocksdbKey.LOG.length).position();
      if (position.compareTo(horizon) > 0) {
        break;
      }
      if (position.compareTo(after) > 0) {
        RocksdbBytes value = RocksdbBytes.reading(view.value());
        places.add(new Place(position, value.number(), value.number()));
      }
      there = view.next();
    }
    return places;
  }

  private static StreamKey name(RocksdbView view, long stream) throws RocksDBException {
    byte[] name = view.get(RocksdbKey.name(stream));
    if (name == null) {
      throw new BackendException.Corrupt("The log names stream number " + stream + ", which has no name.");
    }
    return RocksdbKey.streamKey(RocksdbBytes.reading(name));
  }

  private static StoredEvent event(RocksdbView view, StreamKey key, Place place) throws RocksDBException {
    byte @Nullable [] value = view.get(RocksdbKey.event(place.stream(), place.sequence()));
    if (value == null) {
      throw new BackendException.Corrupt("Event " + place.sequence() + " of stream " + key + " is missing.");
    }
    return RocksdbEvents.event(key, place.sequence(), RocksdbBytes.reading(value));
  }
}
