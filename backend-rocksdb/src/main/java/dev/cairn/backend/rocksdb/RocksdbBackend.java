package dev.cairn.backend.rocksdb;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.LocationLock;
import dev.cairn.spi.embedded.SingleWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One session: a writer under one lock, readers beside it. After a failed commit it only reads. */
final class RocksdbBackend implements Backend {
  private final BackendInfo info;
  private final RocksdbDatabase database;
  private final RocksdbViews views;
  private final RocksdbReads reads;
  private final @Nullable RocksdbWriter writer;
  private final SingleWriter writing;
  private boolean closed;

  /** A session that writes. */
  RocksdbBackend(BackendInfo info, RocksdbDatabase database, RocksdbWriter writer, LocationLock location) {
    this(info, database, RocksdbViews.fresh(database), writer, location);
  }

  /** A session that reads. */
  RocksdbBackend(BackendInfo info, RocksdbDatabase database, RocksdbViews views) {
    this(info, database, views, null, null);
  }

  private RocksdbBackend(BackendInfo info, RocksdbDatabase database, RocksdbViews views,
      @Nullable RocksdbWriter writer, @Nullable LocationLock location) {
    this.info = info;
    this.database = database;
    this.views = views;
    this.reads = new RocksdbReads(views);
    this.writer = writer;
    this.writing = new SingleWriter(views::requireOpen, info.generation(), writer, location);
  }

  @Override
  public BackendInfo info() {
    views.requireOpen();
    return info;
  }

  @Override
  public List<CommitResult> commit(List<Commit> commits) {
    return writing.commit(commits);
  }

  @Override
  public Claim claim(StreamKey stream) {
    return new Claim(writing.epoch(), reads.head(stream));
  }

  @Override
  public Recovery takeOver(StreamKey stream) {
    long epoch = writing.epoch();
    return reads.recover(stream, Long.MAX_VALUE, true).under(epoch);
  }

  @Override
  public Recovery recover(StreamKey stream, long atMost) {
    return reads.recover(stream, atMost, false);
  }

  @Override
  public Cursor<StoredEvent> events(StreamKey stream, long from, long to) {
    return reads.events(stream, from, to);
  }

  @Override
  public LogCursor log(String store, Position after) {
    return reads.log(store, after);
  }

  @Override
  public Cursor<StreamHead> streams(String store, Optional<StreamKey> after) {
    return reads.streams(store, after);
  }

  @Override
  public Backend pointInTime() {
    return new RocksdbBackend(info, database, views.ofOneMoment());
  }

  @Override
  public void verify(Consumer<? super BackendException.Corrupt> found) {
    views.requireOpen();
    new RocksdbCheck(views, found).run();
  }

  @Override
  public List<String> holders() {
    views.requireOpen();
    return LocationLock.holder(database.location(), LocationLock.class).stream().toList();
  }

  @Override
  public List<String> stores() {
    return reads.stores();
  }

  @Override
  public Map<String, Long> statistics() {
    views.requireOpen();
    return database.statistics();
  }

  @Override
  public void close() {
    writing.close(this::close);
  }

  private void close(boolean whole) {
    if (views.areOfOneMoment()) {
      views.close();
    } else if (writer != null && whole && !closed) {
      closed = true;
      closeWhole(writer);
    } else {
      database.close();
    }
  }

  private void closeWhole(RocksdbWriter ended) {
    try {
      ended.finish();
    } finally {
      database.closeWhole(ended.deletedEvents());
    }
  }
}
