package dev.cairn.backend.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Drops batches that have no event left and are an hour old, a few now and then: the table is gone through in a circle.
 * The newest batch stays, since it is the end of the log.
 */
final class PostgresqlOldLists {
  private static final int BATCHES_A_LOOK = 1024;
  private static final int ROWS_A_LOOK = 2048;

  private static final String LOOK = """
      WITH look AS (SELECT list FROM cairn_list WHERE list > ? ORDER BY list LIMIT ?),
      gone AS (DELETE FROM cairn_list l USING look WHERE l.list = look.list
        AND l.written < clock_timestamp() - interval '1 hour'
        AND NOT EXISTS (SELECT 1 FROM cairn_event e WHERE e.list = l.list)
        AND l.first_offset < (SELECT first_offset FROM cairn_list WHERE events > 0
          ORDER BY first_offset DESC LIMIT 1))
      SELECT max(list), count(*) FROM look""";

  private final Connection connection;
  private int batches;
  private long through;

  PostgresqlOldLists(Connection connection) {
    this.connection = connection;
  }

  /** Called before each batch; looks before every thousandth, in the transaction of the connection if it has one. */
  void drop() throws SQLException {
    if (++batches % BATCHES_A_LOOK == 0) {
      look(ROWS_A_LOOK);
    }
  }

  void look(int rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
      statement.setLong(1, through);
      statement.setInt(2, rows);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        through = row.getLong(2) < rows ? 0 : row.getLong(1);
      }
    }
  }
}
