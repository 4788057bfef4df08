package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The file as it was at one moment: one transaction on one connection for as long as this is open, so that the WAL
 * keeps the pages that a writer replaces. A file that no writer has open is read without a transaction, and watched.
 * Any thread may call.
 */
final class SqliteMoment implements AutoCloseable {
  private final SqliteConnection connection;
  private final SqliteQuietFile.@Nullable Watch watch;
  private final Lock lock = new ReentrantLock();

  private SqliteMoment(SqliteConnection connection, SqliteQuietFile.@Nullable Watch watch) {
    this.connection = connection;
    this.watch = watch;
  }

  static SqliteMoment now(Supplier<SqliteConnection> opener, @Nullable SqliteQuietFile quiet) {
    SqliteQuietFile.Watch watch = quiet == null ? null : quiet.watch();
    if (quiet != null && watch != null) {
      return new SqliteMoment(quiet.open(), watch);
    }
    SqliteMoment moment = new SqliteMoment(opener.get(), null);
    try {
      moment.connection.run("BEGIN");
      SqliteGenerations.newest(moment.connection); // the first read is the moment
      return moment;
    } catch (BackendException e) {
      moment.close();
      throw e;
    }
  }

  <T> T read(Function<SqliteConnection, T> work) {
    lock.lock();
    try {
      T result = applied(work);
      requireUnchanged(null);
      return result;
    } finally {
      lock.unlock();
    }
  }

  private <T> T applied(Function<SqliteConnection, T> work) {
    try {
      return work.apply(connection);
    } catch (BackendException e) {
      requireUnchanged(e);
      throw e;
    }
  }

  private void requireUnchanged(@Nullable BackendException failure) {
    if (watch != null) {
      watch.requireUnchanged(failure);
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
