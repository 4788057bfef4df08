package dev.cairn.backend.rocksdb;

import dev.cairn.backend.rocksdb.RocksdbPlaces.Place;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.PagedCursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** The pages of the log of one store. The log itself is that of the location, and tells only where events stand. */
final class RocksdbLog implements PagedCursor.Pages<StoredEvent> {
  private record Found(Position position, Place place) {}

  private final RocksdbViews views;
  private final String store;
  private final Position horizon;
  private Position after;

  RocksdbLog(RocksdbViews views, String store, Position after, Position horizon) {
    this.views = views;
    this.store = store;
    this.after = after;
    this.horizon = horizon;
  }

  /** The highest position ever given, as far as the view can tell. */
  static Position newest(RocksdbView view) throws RocksDBException {
    byte[] written = view.get(RocksdbKey.HIGHEST);
    Position highest = written == null ? Position.START : RocksdbBytes.reading(written).position();
    if (view.seekBack(RocksdbKey.log(Position.END)) && RocksdbKey.begins(view.key(), RocksdbKey.LOG)) {
      Position last = RocksdbPlaces.read(view.key(), view.value()).last();
      return last.compareTo(highest) > 0 ? last : highest;
    }
    return highest;
  }

  @Override
  public List<StoredEvent> after(@Nullable StoredEvent last) {
    List<StoredEvent> page = List.of();
    while (page.isEmpty() && after.compareTo(horizon) < 0) {
      page = views.read(this::page);
    }
    return page;
  }

  private List<StoredEvent> page(RocksdbView view) throws RocksDBException {
    List<Found> found = found(view);
    List<StoredEvent> page = new ArrayList<>();
    Map<Long, StreamKey> names = new HashMap<>();
    long bytes = 0;
    for (Found next : found) {
      if (bytes >= RocksdbEvents.PAGE_BYTES) {
        return page;
      }
      StreamKey key = names.get(next.place().stream());
      if (key == null) {
        key = name(view, next.place().stream());
        names.put(next.place().stream(), key);
      }
      StoredEvent event = key.store().equals(store) ? event(view, key, next.place()) : null;
      if (event != null) {
        page.add(event);
        bytes += event.record().length;
      }
      after = next.position();
    }
    after = found.size() < RocksdbEvents.PAGE_ROWS ? horizon : after;
    return page;
  }

  /** Finds the events behind the last position read, beginning with the entry that may hold that position. */
  private List<Found> found(RocksdbView view) throws RocksDBException {
    List<Found> found = new ArrayList<>();
    boolean there = view.seek(RocksdbKey.log(RocksdbPlaces.earliest(after)));
    while (there && found.size() < RocksdbEvents.PAGE_ROWS && RocksdbKey.begins(view.key(), RocksdbKey.LOG)) {
      RocksdbPlaces entry = RocksdbPlaces.read(view.key(), view.value());
      for (int i = 0; i < entry.size(); i++) {
        Position position = entry.position(i);
        if (!entry.place(i).isGone() && position.compareTo(after) > 0 && position.compareTo(horizon) <= 0) {
          found.add(new Found(position, entry.place(i)));
        }
      }
      there = entry.last().compareTo(horizon) < 0 && view.next();
    }
    return found;
  }

  /** Whether an event that the log names is deleted, not lost. */
  static boolean isDeleted(RocksdbView view, Place place) throws RocksDBException {
    return !view.has(RocksdbKey.event(place.stream(), place.sequence()))
        && place.sequence() <= RocksdbStream.deletedThrough(view, name(view, place.stream()));
  }

  private static StreamKey name(RocksdbView view, long stream) throws RocksDBException {
    byte[] name = view.get(RocksdbKey.name(stream));
    if (name == null) {
      throw new BackendException.Corrupt("The log names stream number " + stream + ", which has no name.");
    }
    return RocksdbKey.streamKey(RocksdbBytes.reading(name));
  }

  /** Returns null where the event is deleted. */
  private static @Nullable StoredEvent event(RocksdbView view, StreamKey key, Place place) throws RocksDBException {
    byte @Nullable [] value = view.get(RocksdbKey.event(place.stream(), place.sequence()));
    if (value == null) {
      if (place.sequence() <= RocksdbStream.deletedThrough(view, key)) {
        return null;
      }
      throw new BackendException.Corrupt("Event " + place.sequence() + " of stream " + key + " is missing.");
    }
    return RocksdbEvents.event(key, place.sequence(), RocksdbBytes.reading(value));
  }
}
