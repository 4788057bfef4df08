package dev.cairn.backend.rocksdb;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LocationLock;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One opening: a writer under one lock, readers beside it. After a failed commit it only reads. */
final class RocksdbBackend implements Backend {

  /** What only an opening to write has. */
  record Writing(RocksdbWriter writer, LocationLock location) {}

  private final BackendInfo info;
  private final RocksdbDatabase database;
  private final RocksdbViews views;
  private final RocksdbReads reads;
  private final @Nullable Writing writing;
  private final Lock lock = new ReentrantLock();
  private volatile @Nullable Throwable failure;

  RocksdbBackend(BackendInfo info, RocksdbDatabase database, @Nullable Writing writing) {
    this(info, database, RocksdbViews.fresh(database), writing);
  }

  private RocksdbBackend(BackendInfo info, RocksdbDatabase database, RocksdbViews views, @Nullable Writing writing) {
    this.info = info;
    this.database = database;
    this.views = views;
    this.reads = new RocksdbReads(views);
    this.writing = writing;
  }

  @Override
  public BackendInfo info() {
    views.requireOpen();
    return info;
  }

  @Override
  public List<CommitResult> commit(List<Commit> commits) {
    lock.lock();
    try {
      RocksdbWriter writer = requireWriter();
      try {
        return writer.commit(commits);
      } catch (BackendException.Full e) {
        failure = e;
        throw new BackendException.Unavailable(
            e.getMessage() + " What of the list is in the log of RocksDB shows when it "
                + "is opened again.",
            e);
      } catch (RuntimeException | Error e) {
        failure = e;
        throw e;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public StreamHead claim(StreamKey stream, long epoch) {
    requireWriting();
    if (epoch != info.generation()) {
      throw new BackendException.Fenced(stream, info.generation());
    }
    return reads.head(stream);
  }

  private Writing requireWriting() {
    views.requireOpen();
    if (writing == null) {
      throw new BackendException.Misconfigured("This location was opened to read; it cannot be written.");
    }
    return writing;
  }

  private RocksdbWriter requireWriter() {
    Writing writing = requireWriting();
    Throwable cause = failure;
    if (cause != null) {
      throw new BackendException.Unavailable("An earlier commit failed; open the location again.", cause);
    }
    return writing.writer();
  }

  @Override
  public Recovery recover(StreamKey stream, long atMost) {
    return reads.recover(stream, atMost);
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
    return new RocksdbBackend(info, database, views.ofOneMoment(), null);
  }

  @Override
  public void verify(Consumer<? super BackendException.Corrupt> found) {
    views.requireOpen();
    new RocksdbCheck(views, found).run();
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

  /** The lock goes last: until then a second writer must not come near the folder. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (views.areOfOneMoment()) {
        views.close();
      } else if (writing != null && failure == null) {
        database.closeWhole(writing.writer().deletedEvents());
      } else {
        database.close();
      }
    } finally {
      try {
        if (writing != null) {
          writing.location().close();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
