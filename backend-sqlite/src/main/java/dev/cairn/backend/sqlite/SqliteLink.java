package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code stream} in the list of all rows, which is sorted by key: each row names the next one. So the absence
 * of a row is proved by the row before it, and a page of rows is known to be whole.
 */
record SqliteLink(SqliteKey key, long link) {

  static SqliteLink read(ResultSet row) throws SQLException {
    return new SqliteLink(SqliteKey.read(row, 1), row.getLong(4));
  }

  /** Makes sure that a row, or none, is the next one. */
  void requireNext(@Nullable SqliteKey next) {
    if (link != key.link(next)) {
      throw new BackendException.Corrupt("The streams between " + key + " and "
          + (next == null ? "the end" : next) + " are not as they were written; some may be missing.");
    }
  }
}
