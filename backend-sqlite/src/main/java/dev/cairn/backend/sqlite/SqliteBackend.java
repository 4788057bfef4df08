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

/** One opening: a writer under one lock, readers beside it. After a failed commit it only reads. */
final class SqliteBackend implements Backend {

  /** What only an opening to write has. */
  record Writing(SqliteWriter writer, LocationLock location) {}

  private final Path file;
  private final BackendInfo info;
  private final SqliteReads reads;
  private final @Nullable Writing writing;
  private final Lock lock = new ReentrantLock();
  private volatile @Nullable Throwable failure;

  SqliteBackend(Path file, BackendInfo info, SqliteReads reads, @Nullable Writing writing) {
    this.file = file;
    this.info = info;
    this.reads = reads;
    this.writing = writing;
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
    requireWriter();
    if (epoch != info.generation()) {
      throw new BackendException.Fenced(stream, info.generation());
    }
    return reads.head(stream);
  }

  private SqliteWriter requireWriter() {
    reads.requireOpen();
    if (writing == null) {
      throw new BackendException.Misconfigured("This location was opened to read; it cannot be written.");
    }
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
    return new SqliteBackend(file, info, reads.ofOneMoment(), null);
  }

  @Override
  public List<String> stores() {
    return reads.stores();
  }

  @Override
  public Map<String, Long> statistics() {
    reads.requireOpen();
    Map<String, Long> values = new HashMap<>(writing == null ? Map.of() : writing.writer().statistics());
    values.put("file-bytes", file.toFile().length());
    values.put("wal-bytes", new File(file + "-wal").length());
    return Map.copyOf(values);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (reads.close() && writing != null) {
        close(writing);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The lock goes last: until then a second writer must not come near the file. */
  private void close(Writing open) {
    try {
      if (failure == null) {
        open.writer().finish();
      }
    } finally {
      try {
        open.writer().close();
      } finally {
        open.location().close();
      }
    }
  }
}
