package dev.cairn.backend.sqlite;

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
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/** One session: a writer under one lock, readers beside it. After a failed commit it only reads. */
final class SqliteBackend implements Backend {

  private final Path file;
  private final BackendInfo info;
  private final SqliteReads reads;
  private final @Nullable SqliteWriter writer;
  private final SingleWriter writing;
  private boolean closed;

  SqliteBackend(Path file, BackendInfo info, SqliteReads reads, @Nullable SqliteWriter writer,
      LocationLock location) {
    this.file = file;
    this.info = info;
    this.reads = reads;
    this.writer = writer;
    this.writing = new SingleWriter(reads::requireOpen, info.generation(), writer, location);
  }

  @Override
  public BackendInfo info() {
    reads.requireOpen();
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
    LocationLock shared = LocationLock.share(file.getParent(), JDBC.class);
    try {
      return new SqliteBackend(file, info, reads.ofOneMoment(), null, shared);
    } catch (RuntimeException | Error e) {
      shared.close();
      throw e;
    }
  }

  @Override
  public List<String> holders() {
    reads.requireOpen();
    return LocationLock.holder(file.getParent(), JDBC.class).stream().toList();
  }

  @Override
  public List<String> stores() {
    return reads.stores();
  }

  @Override
  public void verify(Consumer<? super BackendException.Corrupt> found) {
    reads.verify(found);
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
    writing.close(this::close);
  }

  private void close(boolean whole) {
    if (closed) {
      return;
    }
    closed = true;
    try (writer) {
      reads.close();
      if (writer != null && whole) {
        writer.finish();
      }
    } catch (BackendException.Full e) {
      // what does not fit into the file stays in the WAL beside it, for the next session
    }
  }
}
