package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file that no writer has open without the two files that SQLite would leave beside it. What was read while a
 * writer came does not count. Any thread may call.
 */
final class SqliteQuietFile {
  private final Path file;
  private final Path wal;
  private final Supplier<SqliteConnection> opener;

  /** Opens connections that take the file for one that never changes. */
  SqliteQuietFile(Path file, Supplier<SqliteConnection> opener) {
    this.file = file;
    this.wal = file.resolveSibling(file.getFileName() + "-wal");
    this.opener = opener;
  }

  private record Stamp(FileTime modified, long size) {}

  /** Returns what was read, or null where that would not count. */
  <T> @Nullable T read(Function<SqliteConnection, T> work) {
    Stamp before = stamp();
    if (before == null) {
      return null;
    }
    try (SqliteConnection connection = opener.get()) {
      T result = work.apply(connection);
      return before.equals(stamp()) ? result : null;
    } catch (BackendException e) {
      if (before.equals(stamp())) {
        throw e;
      }
      return null;
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
