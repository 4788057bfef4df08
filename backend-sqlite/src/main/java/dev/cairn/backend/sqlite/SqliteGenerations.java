package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Position;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Turns an {@code ord} into a position and back. An event belongs to the newest generation that starts at or below it:
 *
 * <pre>
 *   generation   1          2        4 (3 stored nothing)
 *   first_ord    1          42       57
 *   ord          1 ..... 41 42 .. 56 57 ....
 * </pre>
 */
final class SqliteGenerations {
  private final NavigableMap<Long, Long> firstOrds = new TreeMap<>();
  private final NavigableMap<Long, Long> byFirstOrd = new TreeMap<>();

  private SqliteGenerations() {}

  static SqliteGenerations read(SqliteConnection connection) {
    SqliteGenerations generations = new SqliteGenerations();
    connection.each(row -> {
      generations.firstOrds.put(row.getLong(1), row.getLong(2));
      generations.byFirstOrd.put(row.getLong(2), row.getLong(1));
      return true;
    }, "SELECT id, first_ord FROM generation ORDER BY id");
    return generations;
  }

  /** Returns the highest {@code ord} ever given, 0 for none. */
  static long highestOrd(SqliteConnection connection) {
    return connection.number("""
        SELECT max(coalesce((SELECT max(ord) FROM event), 0),
                   coalesce((SELECT highest_ord FROM generation ORDER BY id DESC LIMIT 1), 0))""");
  }

  static long newest(SqliteConnection connection) {
    return connection.number("SELECT coalesce(max(id), 0) FROM generation");
  }

  long newest() {
    return firstOrds.isEmpty() ? 0 : firstOrds.lastKey();
  }

  Position position(long ord) {
    if (ord == 0) {
      return Position.START;
    }
    Map.Entry<Long, Long> generation = byFirstOrd.floorEntry(ord);
    if (generation == null) {
      throw new BackendException.Corrupt("The event at " + ord + " belongs to no generation.");
    }
    return new Position(generation.getValue(), ord);
  }

  /** Returns the {@code ord} below which no event comes after the position. */
  long ordBefore(Position after) {
    if (after.generation() > newest()) {
      return Long.MAX_VALUE;
    }
    long ownFirst = firstOrds.getOrDefault(after.generation(), 1L);
    Map.Entry<Long, Long> next = firstOrds.higherEntry(after.generation());
    long within = Math.max(after.offset(), ownFirst - 1);
    return next == null ? within : Math.min(within, next.getValue() - 1);
  }
}
