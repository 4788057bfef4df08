package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code stream} as one of a list: sorted by their keys, each tells which one comes next. So a row that is not
 * there is known not to be there, and a list of rows is known to be whole.
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
