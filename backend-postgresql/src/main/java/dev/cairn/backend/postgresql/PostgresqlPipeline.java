package dev.cairn.backend.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Several statements that go to the server together: one way there and back. */
final class PostgresqlPipeline {
  private final StringBuilder sql = new StringBuilder(2048);
  private final List<Object> parameters = new ArrayList<>();

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

  /** Adds a statement with its parameters, in order: numbers, or columns. */
  void add(String statement, Object... values) {
    sql.append(sql.isEmpty() ? "" : ";\n").append(statement);
    parameters.addAll(List.of(values));
  }

  /**
   * Runs all statements.
   *
   * @param answer the name of the column whose value is wanted
   * @return that value; 0 where no statement has such a column
   * @throws SQLWarning if the server has warned: what it has done is not what was asked for
   */
  long run(Connection connection, String answer) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
      PGConnection arrays = connection.unwrap(PGConnection.class);
      for (int at = 0; at < parameters.size(); at++) {
        switch (parameters.get(at)) {
          case Column column -> statement.setArray(at + 1, arrays.createArrayOf(column.type(), column.values()));
          case Integer number -> statement.setInt(at + 1, number);
          case Object number -> statement.setLong(at + 1, (Long) number);
        }
      }
      long found = 0;
      for (boolean rows = statement.execute(); rows || statement.getUpdateCount() >= 0; rows =
          statement.getMoreResults()) {
        found = Math.max(found, rows ? value(statement.getResultSet(), answer) : 0);
      }
      @Nullable
      SQLWarning warning = statement.getWarnings();
      if (warning != null) {
        throw warning;
      }
      return found;
    }
  }

  private static long value(ResultSet rows, String answer) throws SQLException {
    return rows.getMetaData().getColumnLabel(1).equals(answer) && rows.next() ? rows.getLong(1) : 0;
  }
}
