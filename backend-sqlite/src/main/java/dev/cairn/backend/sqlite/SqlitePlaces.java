package dev.cairn.backend.sqlite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where the writer finds the events of a stream: the newest in {@code recent}, all others in {@code place}. */
final class SqlitePlaces {
  private static final List<String> TABLES = List.of("place", "recent");
  private static final String GUARD = SqliteGuard.place("stream", "seq", "ord");
  /** A quarter of the cost of an update: to replace a row of such a table SQLite does not delete it first. */
  private static final String NEWEST_NO_MORE = """
      INSERT OR REPLACE INTO place SELECT p.stream, p.seq, p.ord, 0
      FROM (SELECT stream, min(seq) - 1 AS seq FROM recent GROUP BY stream) n
      CROSS JOIN place p ON p.stream = n.stream AND p.seq = n.seq""";
  private static final int RECENT = 2048;
  private static final int EVENTS_A_STATEMENT = 8;
  private static final String INSERT = "INSERT INTO event VALUES (?, ?, ?, ?)";
  private static final String INSERT_SOME = INSERT + ", (?, ?, ?, ?)".repeat(EVENTS_A_STATEMENT - 1);

  private final SqliteConnection connection;
  private final Set<Long> recentStates = new HashSet<>();
  private final List<Object> events = new ArrayList<>();
  private final SqliteCounts counts;
  private long indexed;
  private long recent;
  private long settled;

  /**
   * Takes over a file whose events up to an ord can be found.
   *
   * @param settled the last event that has its place
   */
  SqlitePlaces(SqliteConnection connection, long indexed, long settled) {
    this.connection = connection;
    this.indexed = indexed;
    this.settled = settled;
    this.recent = connection.number("SELECT count(*) FROM recent");
    this.counts = new SqliteCounts(connection);
    connection.each(row -> {
      recentStates.add(row.getLong(1));
      return true;
    }, "SELECT stream FROM recent_state");
  }

  /** The last event that has its place. */
  long settled() {
    return settled;
  }

  boolean isFull() { return recent >= RECENT; }

  boolean isEmpty() { return recent == 0; }

  /** Stores an event, at the latest when the newest ones are indexed. */
  void append(String store, long stream, long sequence, long ord, byte[] record) {
    events.addAll(List.of(ord, stream, sequence, record));
    counts.add(store, stream, sequence, ord);
    recent++;
    if (events.size() == EVENTS_A_STATEMENT * 4) {
      connection.run(INSERT_SOME, events.toArray());
      events.clear();
    }
  }

  private void insertRest() {
    for (int at = 0; at < events.size(); at += 4) {
      connection.run(INSERT, events.subList(at, at + 4).toArray());
    }
    events.clear();
  }

  /** Makes the newest events findable by their streams. */
  void index(long ord) {
    insertRest();
    if (indexed < ord) {
      connection.run("INSERT INTO recent SELECT stream, seq, ord FROM event WHERE ord > ?", indexed);
      indexed = ord;
    }
  }

  /** Stores a state that came with an event. */
  void insertState(long stream, long ord, byte[] record) {
    connection.run("INSERT INTO recent_state VALUES (?, ?, ?)", ord, stream, record);
    recentStates.add(stream);
  }

  boolean hasStates(long stream) {
    return recentStates.contains(stream);
  }

  /** Moves all rows of {@code recent} into {@code place}. */
  void settle(long ord) {
    index(ord);
    settleStates();
    connection.run(NEWEST_NO_MORE);
    connection.run("INSERT INTO place SELECT stream, seq, ord, iif("
        + "EXISTS (SELECT 1 FROM recent n WHERE n.stream = r.stream AND n.seq = r.seq + 1), 0, " + GUARD
        + ") FROM recent r ORDER BY stream, seq");
    counts.write();
    connection.run("DELETE FROM recent");
    recent = 0;
    settled = ord;
  }

  private void settleStates() {
    if (!recentStates.isEmpty()) {
      connection.run("DELETE FROM snapshot WHERE stream IN (SELECT stream FROM recent_state)");
      // the record is that of the row with the highest sequence: SQLite promises it where max() is the only aggregate
      connection.run("INSERT INTO snapshot SELECT stream, seq, " + SqliteGuard.place("stream", "seq", "0") + """
          , record FROM (SELECT r.stream, max(r.seq) AS seq, t.record
          FROM recent r CROSS JOIN recent_state t ON t.ord = r.ord AND t.stream = r.stream GROUP BY r.stream)""");
      connection.run("DELETE FROM recent_state");
      recentStates.clear();
    }
  }

  /** Returns the last event of a stream before the first one behind an ord, as far as a sequence. */
  long lastUpTo(long stream, long through, long ord) {
    for (String where : TABLES) {
      Long beyond = connection.first(row -> row.getLong(1),
          "SELECT seq FROM " + where + " WHERE stream = ? AND seq <= ? AND ord > ? ORDER BY seq LIMIT 1", stream,
          through, ord);
      if (beyond != null) {
        return beyond - 1;
      }
    }
    return Long.MAX_VALUE;
  }

  /** Deletes events of a stream; returns the newest that was there, 0 for none. */
  long delete(String store, long stream, long through) {
    long newest = 0;
    for (String where : TABLES) {
      Long ord = connection.first(row -> row.getLong(1),
          "SELECT ord FROM " + where + " WHERE stream = ? AND seq <= ? ORDER BY seq DESC LIMIT 1", stream, through);
      if (ord != null) {
        newest = ord;
        if (where.equals("place")) {
          SqliteTally.take(connection, store, stream, through);
        } else {
          counts.take(stream, through);
        }
        connection.run("DELETE FROM event WHERE stream = ? AND ord IN (SELECT ord FROM " + where
            + " WHERE stream = ? AND seq <= ?)", stream, stream, through);
        connection.run("DELETE FROM " + where + " WHERE stream = ? AND seq <= ?", stream, through);
      }
    }
    return newest;
  }
}
