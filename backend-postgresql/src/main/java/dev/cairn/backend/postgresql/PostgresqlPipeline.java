package dev.cairn.backend.postgresql;

import dev.cairn.spi.BackendException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Several statements that go to the server together: one way there and back. Outside a transaction the server makes
 * them one: it commits when the driver says {@code Sync}, which it does behind the last statement.
 */
final class PostgresqlPipeline {
  /** The first column of the row that is the answer: the offset of the first event of a batch, then its era. */
  private static final String ANSWER = "first_offset";

  /**
   * The driver says {@code Sync} in the middle where it expects more than 64,000 bytes of answers, 250 for each
   * statement: the server could wait for it to read, and it for the server.
   */
  private static final int MOST_BEFORE_SYNC = 64;

  private final StringBuilder sql = new StringBuilder(2048);
  private final List<Object> parameters = new ArrayList<>();
  private int statements;

  /** One column of several rows. */
  record Column(String type, Object values) {
    static Column of(long[] numbers) {
      return new Column("int8", numbers);
    }

    static Column of(int[] numbers) {
      return new Column("int4", numbers);
    }

    static Column of(String[] texts) {
      return new Column("text", texts);
    }

    static Column of(byte[][] records) {
      return new Column("bytea", records);
    }
  }

  /** Adds a statement with its parameters, in order: numbers, a record, or columns. */
  void add(String statement, Object... values) {
    statements++;
    sql.append(sql.isEmpty() ? "" : ";\n").append(statement);
    parameters.addAll(List.of(values));
  }

  /** Two numbers of a row, 0 where there is none. */
  record Answer(long first, long second) {
    static final Answer NONE = new Answer(0, 0);
  }

  /**
   * Requires that what goes together is one transaction, for the driver and for whatever stands before the server. If
   * it were not, a batch could be stored in part.
   *
   * @throws BackendException.Misconfigured if it is not
   */
  static void requireOneTransaction(Connection connection) throws SQLException {
    PostgresqlPipeline pair = new PostgresqlPipeline();
    pair.add("SELECT set_config('cairn.together', 'yes', true)");
    pair.add("SELECT 1 / (current_setting('cairn.together', true) IS NOT DISTINCT FROM 'yes')::int");
    try {
      pair.run(connection);
    } catch (SQLException e) {
      if (!PostgresqlFailure.isRefusal(e)) {
        throw e;
      }
      throw new BackendException.Misconfigured("Statements that are sent to the server together are not one"
          + " transaction there. Nothing was written. Use the driver that comes with this backend, and no proxy between"
          + " that takes them apart.");
    }
  }

  /**
   * Runs all statements as one transaction, on a connection that commits by itself and has passed
   * {@link #requireOneTransaction}.
   *
   * @return as {@link #run}
   * @throws SQLException as {@link #run}; the transaction has ended, or the connection is gone
   */
  Answer runAsOne(Connection connection) throws SQLException {
    if (statements <= MOST_BEFORE_SYNC) {
      return run(connection);
    }
    add("COMMIT");
    PostgresqlServer.execute(connection, "BEGIN");
    try {
      return run(connection);
    } catch (SQLException e) {
      rollback(connection, e);
      throw e;
    }
  }

  private static void rollback(Connection connection, SQLException because) throws SQLException {
    try {
      PostgresqlServer.execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      e.addSuppressed(because);
      throw e;
    }
  }

  /**
   * Runs all statements in the transaction of the connection.
   *
   * @return the place of a batch of several sessions
   * @throws SQLWarning if the server has warned: what it has done is not what was asked for
   */
  Answer run(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
      PGConnection arrays = connection.unwrap(PGConnection.class);
      for (int at = 0; at < parameters.size(); at++) {
        switch (parameters.get(at)) {
          case Column column -> statement.setArray(at + 1, arrays.createArrayOf(column.type(), column.values()));
          case Integer number -> statement.setInt(at + 1, number);
          case byte[] record -> statement.setBytes(at + 1, record);
          case Object number -> statement.setLong(at + 1, (Long) number);
        }
      }
      Answer found = Answer.NONE;
      for (boolean rows = statement.execute(); rows || statement.getUpdateCount() >= 0; rows =
          statement.getMoreResults()) {
        found = rows ? answer(statement.getResultSet(), found) : found;
      }
      @Nullable
      SQLWarning warning = statement.getWarnings();
      if (warning != null) {
        throw warning;
      }
      return found;
    }
  }

  private static Answer answer(ResultSet rows, Answer found) throws SQLException {
    return rows.getMetaData().getColumnLabel(1).equals(ANSWER) && rows.next()
        ? new Answer(rows.getLong(1), rows.getLong(2)) : found;
  }
}
