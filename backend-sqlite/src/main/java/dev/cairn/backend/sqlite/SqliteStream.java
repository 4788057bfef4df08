package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.StreamHead;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code stream}, with the head that follows from the row, the events and the snapshots.
 *
 * @param id of the stream, 0 for one that has no row yet
 * @param floor its last sequence when the row was written
 */
record SqliteStream(long id, long floor, StreamHead head) {
  /** The columns that {@link #read} reads, of {@code stream s}; the first four are those of {@link SqliteLink}. */
  static final String COLUMNS = """
      s.store, s.type, s.name, s.link, s.id, s.deleted_through, s.purged_through, s.last, s.guard,
      EXISTS (SELECT 1 FROM name n WHERE n.id = s.id AND n.store = s.store AND n.type = s.type AND n.name = s.name),
      (SELECT min(seq) FROM place WHERE stream = s.id),
      (SELECT max(seq) FROM place WHERE stream = s.id),
      (SELECT newest = %s FROM place WHERE stream = s.id ORDER BY seq DESC LIMIT 1),
      (SELECT min(seq) FROM recent WHERE stream = s.id),
      (SELECT max(seq) FROM recent WHERE stream = s.id),
      coalesce(
        (SELECT r.seq FROM recent r CROSS JOIN recent_state t ON t.ord = r.ord AND t.stream = r.stream
         WHERE r.stream = s.id ORDER BY r.seq DESC LIMIT 1),
        (SELECT group_concat(iif(guard = %s, seq, 0)) FROM snapshot WHERE stream = s.id))
      """.formatted(SqliteGuard.place("stream", "seq", "ord"), SqliteGuard.place("stream", "seq", "0"));

  /**
   * Reads the row of a stream.
   *
   * @throws BackendException.Corrupt if the row is not as it was written, or what belongs to it is missing
   */
  static SqliteStream read(SqliteKey key, ResultSet row) throws SQLException {
    long id = row.getLong(5);
    long deletedThrough = row.getLong(6);
    long purgedThrough = row.getLong(7);
    long floor = row.getLong(8);
    require(row.getLong(9) == key.guard(id, deletedThrough, purgedThrough, floor), key, "has a row that is damaged");
    require(row.getLong(10) == 1, key, "has lost its name");
    long placed = row.getLong(12);
    require(placed == 0 || row.getLong(13) == 1, key, "has lost events behind event " + placed);
    long first = row.getLong(11) == 0 ? row.getLong(14) : row.getLong(11);
    require(first == 0 || first == deletedThrough + 1, key,
        "begins with event " + first + " where event " + (deletedThrough + 1) + " is expected");
    long recentFirst = row.getLong(14);
    require(recentFirst == 0 || recentFirst == Math.max(placed, deletedThrough) + 1, key,
        "goes on with event " + recentFirst + " behind event " + Math.max(placed, deletedThrough));
    long last = Math.max(deletedThrough, Math.max(placed, row.getLong(15)));
    require(last >= floor, key, "ends with event " + last + " although event " + floor + " was stored");
    return new SqliteStream(id, floor, new StreamHead(key.stream(), last, deletedThrough, purgedThrough,
        snapshots(key, row.getString(16))));
  }

  private static List<Long> snapshots(SqliteKey key, @Nullable String listed) {
    List<Long> snapshots =
        listed == null ? List.of() : Stream.of(listed.split(",")).map(Long::valueOf).sorted().toList();
    require(!snapshots.contains(0L), key, "has a snapshot that is damaged");
    return snapshots;
  }

  private static void require(boolean holds, SqliteKey key, String otherwise) {
    if (!holds) {
      throw new BackendException.Corrupt("The " + key + " " + otherwise + ".", key.stream());
    }
  }
}
