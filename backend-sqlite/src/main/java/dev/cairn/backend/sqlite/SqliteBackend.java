package dev.cairn.backend.sqlite;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.LocationLock;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/** One opening: a writer under one lock, readers beside it. After a failed commit it only reads. */
final class SqliteBackend implements Backend {

  private final Path file;
  private final BackendInfo info;
  private final SqliteReads reads;
  private final @Nullable SqliteWriter writer;
  private final LocationLock location;
  private final Lock lock = new ReentrantLock();
  private volatile @Nullable Throwable failure;

  SqliteBackend(Path file, BackendInfo info, SqliteReads reads, @Nullable SqliteWriter writer,
      LocationLock location) {
    this.file = file;
    this.info = info;
    this.reads = reads;
    this.writer = writer;
    this.location = location;
  }

  @Override
  public BackendInfo info() {
    reads.requireOpen();
    return info;
  }

  @Override
  public List<CommitResult> commit(List<Commit> commits) {
    lock.lock();
    try {
      SqliteWriter writer = requireWriter();
      try {
        return writer.commit(commits);
      } catch (BackendException.Full e) {
        if (writer.takeBack(e)) {
          throw e;
        }
        failure = e;
        throw new BackendException.Unavailable(e.getMessage() + " What is stored shows when it is opened again.", e);
      } catch (RuntimeException | Error e) {
        failure = e;
        writer.abandon(e);
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

  private SqliteWriter requireWriting() {
    reads.requireOpen();
    if (writer == null) {
      throw new BackendException.Misconfigured("This location was opened to read; it cannot be written.");
    }
    return writer;
  }

  private SqliteWriter requireWriter() {
    SqliteWriter writer = requireWriting();
    Throwable cause = failure;
    if (cause != null) {
      throw new BackendException.Unavailable("An earlier commit failed; open the location again.", cause);
    }
    return writer;
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
    LocationLock shared = LocationLock.share(file.getParent(), JDBC.class);
    try {
      return new SqliteBackend(file, info, reads.ofOneMoment(), null, shared);
    } catch (RuntimeException | Error e) {
      shared.close();
      throw e;
    }
  }

  @Override
  public List<String> stores() {
    return reads.stores();
  }

  @Override
  public Map<String, Long> statistics() {
    reads.requireOpen();
    Map<String, Long> values = new HashMap<>(writer == null ? Map.of() : writer.statistics());
    values.put("file-bytes", file.toFile().length());
    values.put("wal-bytes", new File(file + "-wal").length());
    return Map.copyOf(values);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (reads.close()) {
        closeWriter();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The lock goes last: until then a second writer must not come near the file. */
  private void closeWriter() {
    try (location) {
      if (writer != null) {
        close(writer);
      }
    }
  }

  private void close(SqliteWriter open) {
    try (open) {
      if (failure == null) {
        open.finish();
      }
    } catch (BackendException.Full e) {
      // what does not fit into the file stays in the WAL beside it, for the next opening
    }
  }
}
