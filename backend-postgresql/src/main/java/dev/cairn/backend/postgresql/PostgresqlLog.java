package dev.cairn.backend.postgresql;

import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.embedded.KeyBytes;
import dev.cairn.spi.embedded.PagedCursor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The log of a store. Batches get their offsets one after the other: from the one session that writes, or each under
 * the lock of the one row of {@code cairn_location}, which its transaction keeps to its end. So whoever sees a batch
 * sees all before it: the end of the newest batch is the horizon, and the pages, read later, have everything up to it.
 *
 * @param reads reads the pages
 * @param end the offset of the horizon
 */
record PostgresqlLog(PostgresqlReads reads, String store, long end) {
  private static final int PAGE_ROWS = 512;
  private static final int PAGE_BYTES = 2 << 20;

  private static final String BEGIN = """
      SELECT n.era, n.first_offset + n.events - 1, d.era, r.deleted_offset, own.era, next.first_offset, k.era
      FROM (SELECT 1) one
      LEFT JOIN LATERAL (SELECT era, first_offset, events FROM cairn_list WHERE events > 0
        ORDER BY first_offset DESC LIMIT 1) n ON true
      LEFT JOIN cairn_reclaimed r ON r.store = ?
      LEFT JOIN LATERAL (SELECT era FROM cairn_era WHERE first_offset <= r.deleted_offset
        ORDER BY first_offset DESC, era DESC LIMIT 1) d ON true
      LEFT JOIN cairn_era own ON own.era = ?
      LEFT JOIN LATERAL (SELECT first_offset FROM cairn_era WHERE era > ? ORDER BY era LIMIT 1) next ON true
      LEFT JOIN LATERAL (SELECT era FROM cairn_era WHERE first_offset < next.first_offset
        ORDER BY first_offset DESC, era DESC LIMIT 1) k ON true""";
  private static final String PAGE = """
      SELECT x.type, x.name, x.seq, x.era, x.place, x.record FROM (
        SELECT s.type, s.name, e.seq, l.era, l.first_offset + e.ord - 1 AS place, e.record,
          sum(octet_length(e.record)) OVER (ORDER BY l.first_offset, e.ord) - octet_length(e.record) AS before
        FROM cairn_list l JOIN cairn_event e ON e.list = l.list JOIN cairn_stream s ON s.id = e.stream
        WHERE l.events > 0 AND l.first_offset >= coalesce((SELECT first_offset FROM cairn_list
            WHERE events > 0 AND first_offset <= ? ORDER BY first_offset DESC LIMIT 1), 0)
          AND l.first_offset <= ? AND l.first_offset + e.ord - 1 BETWEEN ? AND ? AND s.store = ?
        ORDER BY l.first_offset, e.ord LIMIT ?) x
      WHERE x.before < ? ORDER BY x.place""";

  static LogCursor open(PostgresqlReads reads, Connection connection, String store, Position after)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
      statement.setString(1, store);
      statement.setLong(2, after.generation());
      statement.setLong(3, after.generation());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        Position horizon = position(row, 1);
        boolean known = row.getLong(5) > 0;
        long next = row.getLong(6);
        long from = from(after, known, next);
        boolean lost = after.generation() > 0 && next > 0 && !(known && after.offset() < next);
        Optional<Position> lostAfter = lost ? Optional.of(position(row.getLong(7), next - 1)) : Optional.empty();
        PostgresqlLog log = new PostgresqlLog(reads, store, horizon.offset());
        return new PagedCursor.Log(reads::requireOpen, horizon, position(row, 3), lostAfter,
            last -> log.page(last == null ? from : last.position().offset() + 1));
      }
    }
  }

  private static Position position(ResultSet row, int column) throws SQLException {
    return position(row.getLong(column), row.getLong(column + 1));
  }

  private static Position position(long era, long offset) {
    return era == 0 ? Position.START : new Position(era, offset);
  }

  /**
   * The first offset after a position. Offsets go on from era to era, but where an era has lost its end, its positions
   * may be higher than the offset at which the next one begins.
   *
   * @param known whether the era of the position is known
   * @param next the first offset of the next era, 0 where there is none
   */
  private static long from(Position after, boolean known, long next) {
    long end = next == 0 ? Long.MAX_VALUE : next;
    return known && after.offset() < end ? after.offset() + 1 : end;
  }

  private List<StoredEvent> page(long from) {
    if (from > end) {
      return List.of();
    }
    return reads.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(PAGE)) {
        statement.setLong(1, from);
        statement.setLong(2, end);
        statement.setLong(3, from);
        statement.setLong(4, end);
        statement.setString(5, store);
        statement.setInt(6, PAGE_ROWS);
        statement.setInt(7, PAGE_BYTES);
        try (ResultSet rows = statement.executeQuery()) {
          List<StoredEvent> page = new ArrayList<>();
          while (rows.next()) {
            page.add(new StoredEvent(KeyBytes.read(store, rows.getString(1), rows.getBytes(2)), rows.getLong(3),
                new Position(rows.getLong(4), rows.getLong(5)), rows.getBytes(6)));
          }
          return page;
        }
      }
    });
  }
}
