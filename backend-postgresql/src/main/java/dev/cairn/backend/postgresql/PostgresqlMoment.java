package dev.cairn.backend.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One transaction that sees one moment of the database, on a connection of its own. One thread at a time reads. */
final class PostgresqlMoment implements PostgresqlConnections {
  private final Connection connection;
  private final ReentrantLock lock = new ReentrantLock();

  private PostgresqlMoment(Connection connection) {
    this.connection = connection;
  }

  /** Begins the transaction; the moment is now. */
  static PostgresqlMoment of(PostgresqlServer server) throws SQLException {
    Connection connection = server.connect();
    try {
      connection.setAutoCommit(false);
      PostgresqlServer.execute(connection,
          "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT era FROM cairn_location");
      return new PostgresqlMoment(connection);
    } catch (SQLException | RuntimeException | Error e) {
      PostgresqlServer.closeQuietly(connection);
      throw e;
    }
  }

  @Override
  public <T extends @Nullable Object> T visit(Visit<T> visit) throws SQLException {
    lock.lock();
    try {
      return visit.of(connection);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int count() {
    return 1;
  }

  @Override
  public void close() {
    PostgresqlServer.closeQuietly(connection);
  }
}
