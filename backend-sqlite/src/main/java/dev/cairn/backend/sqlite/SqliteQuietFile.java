package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file that no writer has open, without the two files that SQLite would leave beside it. A result that was read
 * while a writer came does not count. Any thread may call.
 */
final class SqliteQuietFile implements AutoCloseable {
  private final Path file;
  private final Path wal;
  private final Supplier<SqliteConnection> opener;
  private final AtomicReference<@Nullable Opened> idle = new AtomicReference<>();

  /** Opens connections that take the file for one that never changes. */
  SqliteQuietFile(Path file, Supplier<SqliteConnection> opener) {
    this.file = file;
    this.wal = file.resolveSibling(file.getFileName() + "-wal");
    this.opener = opener;
  }

  private record Stamp(FileTime modified, long size) {}

  private record Opened(SqliteConnection connection, Stamp stamp) {}

  /** Returns the result, or null where it does not count. */
  <T> @Nullable T read(Function<SqliteConnection, T> work) {
    Stamp before = stamp();
    if (before == null) {
      return null;
    }
    Opened opened = opened(before);
    try {
      T result = work.apply(opened.connection());
      return before.equals(stamp()) ? result : null;
    } catch (BackendException e) {
      if (before.equals(stamp())) {
        throw e;
      }
      return null;
    } finally {
      keep(opened);
    }
  }

  /** Opens a connection of one's own, for as long as a watch that was begun before finds the file unchanged. */
  SqliteConnection open() {
    return opener.get();
  }

  /** Begins to watch; null where a writer has the file. */
  @Nullable
  Watch watch() {
    Stamp now = stamp();
    return now == null ? null : new Watch(now);
  }

  /** Knows what the file was. Any thread may call. */
  final class Watch {
    private final Stamp begun;

    private Watch(Stamp begun) {
      this.begun = begun;
    }

    /** Comes after each reading, also one that failed. */
    void requireUnchanged(@Nullable Throwable failure) {
      if (!begun.equals(stamp())) {
        throw new BackendException.Unavailable(
            "A writer has opened " + file + " while it was read at rest. Read it again.", failure);
      }
    }
  }

  /** A connection that was opened on another state of the file has pages of that state in its memory. */
  private Opened opened(Stamp stamp) {
    Opened kept = idle.getAndSet(null);
    if (kept != null && kept.stamp().equals(stamp)) {
      return kept;
    }
    if (kept != null) {
      kept.connection().close();
    }
    return new Opened(opener.get(), stamp);
  }

  private void keep(Opened opened) {
    if (!idle.compareAndSet(null, opened)) {
      opened.connection().close();
    }
  }

  /** Comes after the last read. */
  @Override
  public void close() {
    Opened kept = idle.getAndSet(null);
    if (kept != null) {
      kept.connection().close();
    }
  }

  private @Nullable Stamp stamp() {
    try {
      return Files.exists(wal) ? null : new Stamp(Files.getLastModifiedTime(file), Files.size(file));
    } catch (IOException e) {
      return null;
    }
  }
}
