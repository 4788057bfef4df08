package dev.cairn.backend.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The connections on which a session reads. Any thread may call. */
sealed interface PostgresqlConnections extends AutoCloseable permits PostgresqlPool, PostgresqlMoment {

  /** One visit to the server. */
  interface Visit<T extends @Nullable Object> {
    T of(Connection connection) throws SQLException;
  }

  <T extends @Nullable Object> T visit(Visit<T> visit) throws SQLException;

  /** How many connections there are now. */
  int count();

  /** Ends what is under way. A second call does nothing. */
  @Override
  void close();
}
