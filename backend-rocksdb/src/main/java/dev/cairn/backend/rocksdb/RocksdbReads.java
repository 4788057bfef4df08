package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.PagedCursor;
import dev.cairn.spi.embedded.RecoveryStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/** All reading. What one call shows first is of one moment. */
final class RocksdbReads {
  private final RocksdbViews views;

  RocksdbReads(RocksdbViews views) {
    this.views = views;
  }

  /** The newest generation that was claimed, 0 for none. */
  long generation() {
    return views.read(view -> {
      byte[] written = view.get(RocksdbKey.GENERATION);
      return written == null ? 0 : RocksdbBytes.reading(written).number();
    });
  }

  StreamHead head(StreamKey key) {
    return views.naming(key, () -> views.read(view -> RocksdbStream.find(view, key).head()));
  }

  /**
   * Reads a head and a snapshot, and the events when they are asked for.
   *
   * @param withEvents whether to read the first page of events in the same visit
   */
  Recovery recover(StreamKey key, long atMost, boolean withEvents) {
    return views.naming(key, () -> views.read(view -> {
      RocksdbStream stream = RocksdbStream.findEnd(view, key);
      StreamHead head = stream.head();
      RecoveryStart start = RecoveryStart.of(head, atMost);
      Optional<Snapshot> snapshot = snapshot(view, stream, start.snapshot());
      RocksdbEvents events = new RocksdbEvents(views, stream, start.firstEvent(), head.last(), true);
      List<StoredEvent> first = withEvents ? events.page(view) : List.of();
      return new Recovery(head, snapshot, new PagedCursor<>(views::requireOpen, first, events));
    }));
  }

  private static Optional<Snapshot> snapshot(RocksdbView view, RocksdbStream stream, long sequence)
      throws RocksDBException {
    if (sequence == 0) {
      return Optional.empty();
    }
    byte[] record = stream.record(view, sequence);
    if (record == null) {
      throw new BackendException.Corrupt(
          "Snapshot " + sequence + " of stream " + stream.head().stream() + " is missing.", stream.head().stream());
    }
    return Optional.of(new Snapshot(sequence, record));
  }

  Cursor<StoredEvent> events(StreamKey key, long from, long to) {
    return views.naming(key, () -> views.read(view -> {
      RocksdbStream stream = RocksdbStream.find(view, key);
      long first = Math.max(from, stream.head().deletedThrough() + 1);
      RocksdbEvents events =
          new RocksdbEvents(views, stream, first, Math.min(to, stream.head().last()), false);
      return new PagedCursor<>(views::requireOpen, events.page(view), events);
    }));
  }

  LogCursor log(String store, Position after) {
    return views.read(view -> {
      Position horizon = RocksdbLog.newest(view);
      byte[] reclaimed = view.get(RocksdbKey.reclaimed(store));
      Position deletedThrough = reclaimed == null ? Position.START : RocksdbBytes.reading(reclaimed).position();
      return new PagedCursor.Log(views::requireOpen, horizon, deletedThrough,
          new RocksdbLog(views, store, after, horizon));
    });
  }

  Cursor<StreamHead> streams(String store, Optional<StreamKey> after) {
    views.requireOpen();
    return new PagedCursor<>(views::requireOpen, List.of(), new RocksdbStreams(views, store, after));
  }

  List<String> stores() {
    return views.read(view -> {
      List<String> stores = new ArrayList<>();
      boolean there = view.seek(RocksdbKey.STREAMS);
      while (there && RocksdbKey.begins(view.key(), RocksdbKey.STREAMS)) {
        String store = RocksdbBytes.reading(view.key()).skip(RocksdbKey.STREAMS.length).text();
        stores.add(store);
        there = view.seek(RocksdbKey.afterStreams(store));
      }
      return stores;
    });
  }
}
