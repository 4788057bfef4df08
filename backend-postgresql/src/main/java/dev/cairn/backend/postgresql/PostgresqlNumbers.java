package dev.cairn.backend.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Numbers that no other session gets, a thousand with each visit to the server. Gaps mean nothing. */
final class PostgresqlNumbers {
  private static final long A_VISIT = 1024;

  private final Connection connection;
  private final String sequence;
  private long next = 1;
  private long end = 1;

  PostgresqlNumbers(Connection connection, String sequence) {
    this.connection = connection;
    this.sequence = sequence;
  }

  long next() throws SQLException {
    if (next == end) {
      try (PreparedStatement statement = connection.prepareStatement("SELECT nextval('" + sequence + "')");
          ResultSet row = statement.executeQuery()) {
        row.next();
        next = row.getLong(1);
        end = next + A_VISIT;
      }
    }
    return next++;
  }
}
