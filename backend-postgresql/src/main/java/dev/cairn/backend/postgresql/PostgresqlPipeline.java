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

  /** Two numbers of a row, 0 where there is none. */
  record Answer(long first, long second) {
    static final Answer NONE = new Answer(0, 0);
  }

  /**
   * Runs all statements.
   *
   * @param answer the name of the first column of the row that is wanted
   * @return its first two columns
   * @throws SQLWarning if the server has warned: what it has done is not what was asked for
   */
  Answer run(Connection connection, String answer) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
      PGConnection arrays = connection.unwrap(PGConnection.class);
      for (int at = 0; at < parameters.size(); at++) {
        switch (parameters.get(at)) {
          case Column column -> statement.setArray(at + 1, arrays.createArrayOf(column.type(), column.values()));
          case Integer number -> statement.setInt(at + 1, number);
          case Object number -> statement.setLong(at + 1, (Long) number);
        }
      }
      Answer found = Answer.NONE;
      for (boolean rows = statement.execute(); rows || statement.getUpdateCount() >= 0; rows =
          statement.getMoreResults()) {
        found = rows ? answer(statement.getResultSet(), answer, found) : found;
      }
      @Nullable
      SQLWarning warning = statement.getWarnings();
      if (warning != null) {
        throw warning;
      }
      return found;
    }
  }

  private static Answer answer(ResultSet rows, String answer, Answer found) throws SQLException {
    return rows.getMetaData().getColumnLabel(1).equals(answer) && rows.next()
        ? new Answer(rows.getLong(1), rows.getLong(2)) : found;
  }
}
