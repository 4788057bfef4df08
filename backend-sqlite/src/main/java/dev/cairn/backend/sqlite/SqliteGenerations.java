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

  /** Reads all rows; each covers those before it, and the last one is known. */
  static SqliteGenerations read(SqliteConnection connection) {
    SqliteGenerations generations = new SqliteGenerations();
    long[] guard = { 0 };
    connection.each(row -> {
      long id = row.getLong(1);
      long firstOrd = row.getLong(2);
      guard[0] = guard(guard[0], id, firstOrd);
      if (guard[0] != row.getLong(3)) {
        throw new BackendException.Corrupt("The row of generation " + id + " in " + connection
            + " is damaged, or one before it is missing.");
      }
      generations.firstOrds.put(id, firstOrd);
      generations.byFirstOrd.put(firstOrd, id);
      return true;
    }, "SELECT id, first_ord, guard FROM generation ORDER BY id");
    if (guard[0] != SqliteLatest.read(connection).guard()) {
      throw new BackendException.Corrupt("Generations behind " + generations.newest() + " are missing in " + connection
          + ".");
    }
    return generations;
  }

  /** Returns the guard of a row and all rows before it. */
  static long guard(long before, long id, long firstOrd) {
    return SqliteGuard.of(before, id, firstOrd);
  }

  static long newest(SqliteConnection connection) {
    return connection.number("SELECT generation FROM latest WHERE id = 1");
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
