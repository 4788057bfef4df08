package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A row of {@code stream} together with the head that it, its events and its snapshots make.
 *
 * @param id of the row, 0 for a stream that has none yet
 */
record SqliteStream(long id, StreamHead head) {
  /** The columns that {@link #read} reads, of {@code stream s}. */
  static final String COLUMNS = """
      s.id, s.type, s.name, s.deleted_through, s.purged_through,
      coalesce((SELECT min(seq) FROM place WHERE stream = s.id), (SELECT min(seq) FROM recent WHERE stream = s.id)),
      coalesce((SELECT max(seq) FROM recent WHERE stream = s.id), (SELECT max(seq) FROM place WHERE stream = s.id)),
      coalesce(
        (SELECT seq FROM recent CROSS JOIN recent_state USING (ord) WHERE stream = s.id ORDER BY seq DESC LIMIT 1),
        (SELECT group_concat(seq) FROM snapshot WHERE stream = s.id))
      """;

  static SqliteStream find(SqliteConnection connection, StreamKey key) {
    SqliteStream found = connection.first(row -> read(key.store(), row),
        "SELECT " + COLUMNS + " FROM stream s WHERE store = ? AND type = ? AND name = ?",
        key.store(), key.type(), key.idBytes());
    return found == null ? new SqliteStream(0, StreamHead.empty(key)) : found;
  }

  static SqliteStream read(String store, ResultSet row) throws SQLException {
    StreamKey key = key(store, row.getString(2), row.getBytes(3));
    long deletedThrough = row.getLong(4);
    long first = row.getLong(6);
    if (first != 0 && first != deletedThrough + 1) {
      throw new BackendException.Corrupt("Stream " + key + " begins with event " + first + " where event "
          + (deletedThrough + 1) + " is expected.");
    }
    String snapshots = row.getString(8);
    return new SqliteStream(row.getLong(1),
        new StreamHead(key, Math.max(deletedThrough, row.getLong(7)), deletedThrough,
            row.getLong(5),
            snapshots == null ? List.of() : Stream.of(snapshots.split(",")).map(Long::valueOf).sorted().toList()));
  }

  static StreamKey key(String store, String type, byte[] name) {
    try {
      StreamKey key = new StreamKey(store, type, new String(name, StandardCharsets.UTF_8));
      if (Arrays.equals(key.idBytes(), name)) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      throw new BackendException.Corrupt("A stream of store " + store + " has a name that cannot be.", e);
    }
    throw new BackendException.Corrupt("A stream of store " + store + " has a name that is no UTF-8.");
  }
}
