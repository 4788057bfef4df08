package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;

/**
 * The one row of {@code latest}: the newest numbers of a location.
 *
 * @param generation the newest that was claimed
 * @param guard of its row, which covers all rows before it
 * @param highestOrd the highest that was given when the row was written
 * @param settledOrd the highest one whose event has its place
 * @param streams the highest id of a stream
 * @param eventless how many commits had no event
 */
record SqliteLatest(long generation, long guard, long highestOrd, long settledOrd, long streams,
    long eventless) {
  static final SqliteLatest NONE = new SqliteLatest(0, 0, 0, 0, 0, 0);

  static SqliteLatest read(SqliteConnection connection) {
    SqliteLatest latest = connection.first(row -> {
      SqliteLatest read =
          new SqliteLatest(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5),
              row.getLong(6));
      return row.getLong(7) == read.own() ? read : null;
    }, "SELECT generation, generation_guard, highest_ord, settled_ord, streams, eventless, "
        + "guard FROM latest WHERE id = 1");
    if (latest == null) {
      throw new BackendException.Corrupt("The row of " + connection
          + " that tells where its numbers stand is damaged or missing.");
    }
    return latest;
  }

  /** Writes it where none was. */
  void insert(SqliteConnection connection) {
    connection.run("INSERT INTO latest VALUES (1, ?, ?, ?, ?, ?, ?, ?)", generation, guard, highestOrd, settledOrd,
        streams, eventless, own());
  }

  void write(SqliteConnection connection) {
    connection.run("""
        UPDATE latest SET generation = ?, generation_guard = ?, highest_ord = ?, settled_ord = ?, streams = ?,
          eventless = ?, guard = ?
        WHERE id = 1""", generation, guard, highestOrd, settledOrd, streams, eventless, own());
  }

  private long own() {
    return SqliteGuard.of(generation, guard, highestOrd, settledOrd, streams, eventless);
  }

  /** Claims the next generation after the newest, and after one that is known from elsewhere. */
  SqliteLatest claim(SqliteConnection connection, long known) {
    long highest = highestOrd(connection);
    long claimed = Math.max(generation, known) + 1;
    long claimedGuard = SqliteGenerations.guard(guard, claimed, highest + 1);
    connection.run("INSERT INTO generation VALUES (?, ?, ?)", claimed, highest + 1, claimedGuard);
    SqliteLatest next = new SqliteLatest(claimed, claimedGuard, highest, settledOrd, streams, eventless);
    next.write(connection);
    return next;
  }

  /** Returns the highest {@code ord} ever given, 0 for none. */
  long highestOrd(SqliteConnection connection) {
    return Math.max(highestOrd, connection.number("SELECT coalesce(max(ord), 0) FROM event"));
  }

  /** Returns how many changes were stored: events, and commits without an event. */
  long changes(SqliteConnection connection) {
    return highestOrd(connection) + eventless;
  }
}
