package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns a file of version 3 into one of ours, in one transaction. No event is written anew. Version 3 was this, without
 * any guard:
 *
 * <pre>
 *   generation   id | first_ord | highest_ord        highest_ord: of the newest row, as of the newest deletion
 *   stream       id | store | type | name | deleted_through | purged_through
 *   event        ord | stream | seq | record
 *   recent       stream | seq | ord
 *   place        stream | seq | ord
 *   snapshot     stream | seq | record
 *   recent_state ord | record
 *   reclaimed    store | deleted_ord
 * </pre>
 */
final class SqliteUpgrade {
  static final long FROM = 3;

  /** The steps between the beginning of the transaction and its end. */
  static final List<Consumer<SqliteConnection>> STEPS = List.of(
      SqliteUpgrade::requireSound, SqliteUpgrade::rename, SqliteSchema::createAllButEvents, SqliteUpgrade::fillStreams,
      SqliteUpgrade::fillPlaces, SqliteUpgrade::fillSnapshots, SqliteUpgrade::fillLatest, SqliteUpgrade::requireHeads,
      SqliteUpgrade::drop, SqliteSchema::sign);

  private static final List<String> TABLES =
      List.of("generation", "stream", "recent", "place", "snapshot", "recent_state", "reclaimed");
  private static final long PAGE_ROWS = 512;
  private static final String INDEX =
      "(SELECT stream, seq, ord FROM place UNION ALL SELECT stream, seq, ord FROM recent)";
  private static final String GUARD = SqliteGuard.place("stream", "seq", "ord");

  private SqliteUpgrade() {}

  static void run(SqliteConnection connection) {
    connection.run("BEGIN IMMEDIATE");
    try {
      STEPS.forEach(step -> step.accept(connection));
    } catch (BackendException e) {
      connection.run("ROLLBACK");
      throw e;
    }
    connection.run("COMMIT");
  }

  /** Refuses damage, which the new guards would take for true. */
  private static void requireSound(SqliteConnection connection) {
    long events = connection.number("SELECT count(*) FROM event");
    requireNone(connection, "finds another event than it names", "SELECT i.stream FROM " + INDEX
        + " i LEFT JOIN event e ON e.ord = i.ord AND e.stream = i.stream AND e.seq = i.seq "
        + "WHERE e.ord IS NULL LIMIT 1");
    requireNone(connection, "has a gap", "SELECT stream FROM " + INDEX + """
         i LEFT JOIN stream s ON s.id = i.stream GROUP BY stream
        HAVING s.id IS NULL OR min(seq) <> s.deleted_through + 1 OR max(seq) - min(seq) + 1 <> count(*) LIMIT 1""");
    requireNone(connection, "holds nothing",
        "SELECT id FROM stream s WHERE deleted_through = 0 AND NOT EXISTS (SELECT 1"
            + " FROM place WHERE stream = s.id) AND NOT EXISTS (SELECT 1 FROM recent WHERE stream = s.id) LIMIT 1");
    requireNone(connection, "has a state without its event",
        "SELECT t.ord FROM recent_state t LEFT JOIN recent r ON r.ord = t.ord WHERE r.ord IS NULL LIMIT 1");
    long found = connection.number("SELECT count(*) FROM " + INDEX);
    if (events != found) {
      throw damaged(connection, "holds " + events + " events, of which " + found + " can be found");
    }
  }

  private static void requireNone(SqliteConnection connection, String fault, String query) {
    Long stream = connection.first(row -> row.getLong(1), query);
    if (stream != null) {
      SqliteKey key =
          connection.first(row -> SqliteKey.read(row, 1), "SELECT store, type, name FROM stream WHERE id = ?", stream);
      throw damaged(connection, "is damaged: " + (key == null ? "a stream without a name" : key) + " " + fault);
    }
  }

  private static BackendException damaged(SqliteConnection connection, String what) {
    return new BackendException.Corrupt("The file " + connection + " of schema version " + FROM + " " + what
        + ". It was not upgraded and is left as it was.");
  }

  private static void rename(SqliteConnection connection) {
    TABLES.forEach(table -> connection.run("ALTER TABLE " + table + " RENAME TO old_" + table));
  }

  private record Row(SqliteKey key, long id, long deletedThrough, long purgedThrough, long last) {}

  /** Each row is written once the next one is known. */
  private static void fillStreams(SqliteConnection connection) {
    Map<String, Long> deleted = new HashMap<>();
    connection.each(row -> {
      deleted.put(row.getString(1), row.getLong(2));
      return true;
    }, "SELECT store, deleted_ord FROM old_reclaimed");
    Row[] waiting = { new Row(SqliteKey.FIRST, 0, 0, 0, 0) };
    connection.each(read -> {
      Row row = new Row(SqliteKey.read(read, 1), read.getLong(4), read.getLong(5), read.getLong(6),
          Math.max(read.getLong(5), Math.max(read.getLong(7), read.getLong(8))));
      if (!waiting[0].key().isIn(row.key())) {
        String store = row.key().store();
        Row first = new Row(SqliteKey.store(store), 0, deleted.getOrDefault(store, 0L), 0, 0);
        write(connection, waiting[0], first.key());
        waiting[0] = first;
      }
      write(connection, waiting[0], row.key());
      waiting[0] = row;
      return true;
    }, """
        SELECT store, type, name, id, deleted_through, purged_through,
          (SELECT max(seq) FROM old_recent WHERE stream = s.id), (SELECT max(seq) FROM old_place WHERE stream = s.id)
        FROM old_stream s ORDER BY store, type, name""");
    write(connection, waiting[0], null);
  }

  private static void write(SqliteConnection connection, Row row, @Nullable SqliteKey next) {
    SqliteStreams.insertRow(connection, row.key(), row.id(), row.deletedThrough(), row.purgedThrough(), row.last(),
        next);
    if (row.id() != 0) {
      SqliteStreams.insertName(connection, row.key(), row.id());
    }
  }

  private static void fillPlaces(SqliteConnection connection) {
    connection.run("INSERT INTO recent SELECT stream, seq, ord FROM old_place ORDER BY stream, seq");
    new SqliteCounts(connection).write();
    connection.run("DELETE FROM recent");
    connection.run("INSERT INTO place SELECT stream, seq, ord, 0 FROM old_place ORDER BY stream, seq");
    connection.run("UPDATE place SET newest = " + GUARD
        + " WHERE (stream, seq) IN (SELECT stream, max(seq) FROM old_place GROUP BY stream)");
    connection.run("INSERT INTO recent SELECT stream, seq, ord FROM old_recent");
  }

  private static void fillSnapshots(SqliteConnection connection) {
    connection.run("INSERT INTO snapshot SELECT stream, seq, " + SqliteGuard.place("stream", "seq", "0")
        + ", record FROM old_snapshot ORDER BY stream, seq");
    connection.run("INSERT INTO recent_state SELECT t.ord, r.stream, t.record FROM old_recent r"
        + " CROSS JOIN old_recent_state t ON t.ord = r.ord");
  }

  private static void fillLatest(SqliteConnection connection) {
    long[] newest = new long[3];
    connection.each(row -> {
      newest[0] = row.getLong(1);
      newest[1] = SqliteGenerations.guard(newest[1], newest[0], row.getLong(2));
      newest[2] = row.getLong(3);
      connection.run("INSERT INTO generation VALUES (?, ?, ?)", newest[0], row.getLong(2), newest[1]);
      return true;
    }, "SELECT id, first_ord, highest_ord FROM old_generation ORDER BY id");
    long highest = Math.max(newest[2], connection.number("SELECT coalesce(max(ord), 0) FROM event"));
    new SqliteLatest(newest[0], newest[1], highest, connection.number("SELECT coalesce(max(ord), 0) FROM place"),
        connection.number("SELECT coalesce(max(id), 0) FROM name"), 0).insert(connection);
  }

  private static void drop(SqliteConnection connection) {
    TABLES.forEach(table -> connection.run("DROP TABLE old_" + table));
  }

  /** Reads every head of the new file once, as later readers will. */
  private static void requireHeads(SqliteConnection connection) {
    for (String store : SqliteStreams.stores(connection)) {
      List<SqliteStream> page = SqliteStreams.page(connection, SqliteKey.store(store), PAGE_ROWS);
      while (!page.isEmpty()) {
        page = SqliteStreams.page(connection, SqliteKey.of(page.getLast().head().stream()), PAGE_ROWS);
      }
    }
  }
}
