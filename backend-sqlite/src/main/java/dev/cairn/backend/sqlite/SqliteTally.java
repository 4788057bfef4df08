package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;

/**
 * How many events of a store each block of the log has, and the sum of the guards of their places. So a range of the
 * log is known to be whole.
 */
final class SqliteTally {
  /** 256 ords are a block. */
  private static final String BLOCK = "(ord >> 8)";
  private static final long BLOCK_ORDS = 256;
  private static final String GUARD = SqliteGuard.place("stream", "seq", "ord");
  private static final String GUARDED = SqliteGuard.place("r.stream", "r.seq", "r.ord");

  private static final String TAKE = """
      UPDATE tally SET events = tally.events - gone.events, guards = tally.guards - gone.guards
      FROM (SELECT %s AS block, count(*) AS events, sum(%s) AS guards FROM place
            WHERE stream = ? AND seq <= ? GROUP BY 1) AS gone
      WHERE tally.store = ? AND tally.block = gone.block""".formatted(BLOCK, GUARD);
  private static final String KEPT =
      "SELECT coalesce(sum(events), 0), coalesce(sum(guards), 0) FROM tally WHERE store = ? AND block BETWEEN ? AND ?";
  private static final String THERE = """
      SELECT count(*), coalesce(sum(%s), 0) FROM event r CROSS JOIN name n ON n.id = r.stream
      WHERE r.ord BETWEEN ? AND ? AND n.store = ?""".formatted(GUARDED);

  private long events;
  private long guards;

  /** Takes events of a stream out of the count, before they lose their place. */
  static void take(SqliteConnection connection, String store, long stream, long through) {
    connection.run(TAKE, stream, through, store);
  }

  /** Counts an event that was read. */
  void count(long stream, long sequence, long ord) {
    events++;
    guards += SqliteGuard.place(stream, sequence, ord);
  }

  /**
   * Makes sure that the events that were counted are all that a store has there.
   *
   * @param after the ord before the first one that could have been read
   * @param through the last one that could have been read
   */
  void requireAll(SqliteConnection connection, String store, long after, long through) {
    long first = (after + 1) / BLOCK_ORDS;
    long last = through / BLOCK_ORDS;
    there(connection, store, first * BLOCK_ORDS, after);
    there(connection, store, through + 1, Math.min((last + 1) * BLOCK_ORDS - 1, SqliteLatest.read(connection)
        .settledOrd()));
    connection.first(row -> {
      if (row.getLong(1) != events || row.getLong(2) != guards) {
        throw new BackendException.Corrupt("The log of store " + store + " is not as it was written between "
            + first * BLOCK_ORDS + " and " + ((last + 1) * BLOCK_ORDS - 1) + ": it has " + events
            + " events there, and "
            + row.getLong(1) + " were stored.");
      }
      return true;
    }, KEPT, store, first, last);
  }

  private void there(SqliteConnection connection, String store, long from, long to) {
    if (from <= to) {
      connection.first(row -> {
        events += row.getLong(1);
        guards += row.getLong(2);
        return true;
      }, THERE, from, to, store);
    }
  }
}
