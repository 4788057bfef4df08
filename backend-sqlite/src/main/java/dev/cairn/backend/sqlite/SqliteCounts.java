package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import java.util.HashMap;
import java.util.Map;

/** What {@code recent} will add to {@code tally} once it gets its places, counted as it comes. */
final class SqliteCounts {
  private static final String GUARD = SqliteGuard.place("r.stream", "r.seq", "r.ord");
  private static final String BY_BLOCK = """
      SELECT n.store, r.ord >> 8, count(*), sum(%s) FROM recent r LEFT JOIN name n ON n.id = r.stream
      """.formatted(GUARD);
  private static final String ALL = BY_BLOCK + "GROUP BY 1, 2";
  private static final String OF_STREAM = BY_BLOCK + "WHERE r.stream = ? AND r.seq <= ? GROUP BY 1, 2";

  private record Block(String store, long number) {}

  private static final class Count {
    private long events;
    private long guards;
  }

  private final SqliteConnection connection;
  private final Map<Block, Count> counts = new HashMap<>();

  /** Begins with what is recent now. */
  SqliteCounts(SqliteConnection connection) {
    this.connection = connection;
    change(1, ALL);
  }

  /** Counts an event. */
  void add(String store, long stream, long sequence, long ord) {
    Count count = counts.computeIfAbsent(new Block(store, ord >> 8), block -> new Count());
    count.events++;
    count.guards += SqliteGuard.place(stream, sequence, ord);
  }

  /** Takes the recent events of a stream out of the count, before they are deleted. */
  void take(long stream, long through) {
    change(-1, OF_STREAM, stream, through);
  }

  private void change(long sign, String query, Object... values) {
    connection.each(row -> {
      String store = row.getString(1);
      if (store == null) {
        throw new BackendException.Corrupt("A stream with new events in " + connection + " has lost its name.");
      }
      Count count = counts.computeIfAbsent(new Block(store, row.getLong(2)), block -> new Count());
      count.events += sign * row.getLong(3);
      count.guards += sign * row.getLong(4);
      return true;
    }, query, values);
  }

  /** Adds all to {@code tally}, and begins anew. */
  void write() {
    counts.forEach((block, count) -> connection.run("""
        INSERT INTO tally VALUES (?, ?, ?, ?) ON CONFLICT (store, block)
        DO UPDATE SET events = events + excluded.events, guards = guards + excluded.guards""", block.store(),
        block.number(), count.events, count.guards));
    counts.clear();
  }
}
