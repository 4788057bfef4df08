package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code stream}: looked up, listed, written. Each answer is proved: a row that is found by its own guard,
 * and the absence of a row by the row before it, which names the next.
 *
 * @see SqliteLink
 */
final class SqliteStreams {
  private static final String AT_OR_BEFORE =
      " FROM stream s WHERE (store, type, name) <= (?, ?, ?) ORDER BY store DESC, type DESC, name DESC LIMIT 1";
  private static final String ROW_AT_OR_BEFORE = "SELECT " + SqliteStream.COLUMNS + AT_OR_BEFORE;
  private static final String LINK_AT_OR_BEFORE = "SELECT store, type, name, link" + AT_OR_BEFORE;
  private static final String NEXT =
      "SELECT store, type, name FROM stream WHERE (store, type, name) > (?, ?, ?) ORDER BY store, type, name LIMIT 1";
  private static final String LAST_OF_STORE =
      "SELECT store, type, name, link FROM stream WHERE store = ? ORDER BY type DESC, name DESC LIMIT 1";
  private static final String BEHIND = "SELECT " + SqliteStream.COLUMNS
      + " FROM stream s WHERE (store, type, name) > (?, ?, ?) ORDER BY store, type, name LIMIT ?";

  private SqliteStreams() {}

  private record Found(SqliteLink link, @Nullable SqliteStream stream) {}

  /** Returns a stream, or an empty one where it is known that there is none. */
  static SqliteStream find(SqliteConnection connection, StreamKey stream) {
    SqliteKey key = SqliteKey.of(stream);
    Found found = connection.first(row -> {
      SqliteLink link = SqliteLink.read(row);
      return new Found(link, link.key().equals(key) ? SqliteStream.read(key, row) : null);
    }, ROW_AT_OR_BEFORE, key.store(), key.type(), key.name());
    if (found != null && found.stream() != null) {
      return found.stream();
    }
    requireAbsent(connection, found == null ? null : found.link(), key);
    return new SqliteStream(0, 0, StreamHead.empty(stream));
  }

  /** Returns the row that would come after a new one. */
  private static @Nullable SqliteKey requireAbsent(SqliteConnection connection, @Nullable SqliteLink before,
      SqliteKey key) {
    SqliteLink known = requireFirst(connection, before, key);
    SqliteKey next = next(connection, known.key());
    known.requireNext(next);
    if (next != null) {
      requireBehind(key, next);
    }
    return next;
  }

  private static @Nullable SqliteKey next(SqliteConnection connection, SqliteKey key) {
    return connection.first(row -> SqliteKey.read(row, 1), NEXT, key.store(), key.type(), key.name());
  }

  private static @Nullable SqliteLink atOrBefore(SqliteConnection connection, SqliteKey key) {
    return connection.first(SqliteLink::read, LINK_AT_OR_BEFORE, key.store(), key.type(), key.name());
  }

  /**
   * Returns the next streams of the same store behind a key, at most that many, and those before one that is damaged;
   * none at the end.
   */
  static List<SqliteStream> page(SqliteConnection connection, SqliteKey behind, long atMost) {
    SqliteLink first = requireFirst(connection, atOrBefore(connection, behind), behind);
    List<SqliteStream> page = new ArrayList<>();
    SqliteLink[] last = { first };
    boolean[] ends = { true };
    long[] rows = { 0 };
    connection.each(row -> {
      SqliteLink link = SqliteLink.read(row);
      last[0].requireNext(link.key());
      requireBehind(behind, link.key());
      last[0] = link;
      ends[0] = rows[0]++ < atMost && link.key().isIn(behind) && (link.key().isStore() || add(page, row));
      return ends[0];
    }, BEHIND, first.key().store(), first.key().type(), first.key().name(), atMost + 1);
    if (ends[0]) {
      last[0].requireNext(null);
    }
    return page;
  }

  /** Tells whether the list goes on: what is damaged is told when the list comes to it. */
  private static boolean add(List<SqliteStream> page, ResultSet row) throws SQLException {
    try {
      return page.add(SqliteStream.read(SqliteKey.read(row, 1), row));
    } catch (BackendException.Corrupt e) {
      if (page.isEmpty()) {
        throw e;
      }
      return false;
    }
  }

  private static SqliteLink requireFirst(SqliteConnection connection, @Nullable SqliteLink first, SqliteKey key) {
    if (first == null) {
      throw new BackendException.Corrupt("The first of the streams in " + connection + " is missing.");
    }
    if (first.key().compareTo(key) > 0) {
      throw misplaced(first.key());
    }
    return first;
  }

  private static void requireBehind(SqliteKey key, SqliteKey found) {
    if (found.compareTo(key) <= 0) {
      throw misplaced(found);
    }
  }

  private static BackendException.Corrupt misplaced(SqliteKey found) {
    return new BackendException.Corrupt("The " + found + " is not where it is looked for.");
  }

  /** Returns the names of all stores, in order. */
  static List<String> stores(SqliteConnection connection) {
    List<String> stores = new ArrayList<>();
    SqliteKey store = SqliteKey.FIRST;
    while (store != null) {
      SqliteLink last = connection.first(SqliteLink::read, LAST_OF_STORE, store.store());
      if (last == null) {
        throw new BackendException.Corrupt("The streams of " + store + " are missing.");
      }
      store = next(connection, last.key());
      last.requireNext(store);
      if (store != null) {
        requireBehind(last.key(), store);
        stores.add(store.store());
      }
    }
    return stores;
  }

  /** Returns the newest event that left the log of a store, 0 for none. */
  static long deletedOrd(SqliteConnection connection, String store) {
    SqliteKey key = SqliteKey.store(store);
    Long deleted = connection.first(row -> {
      long ord = row.getLong(1);
      if (row.getLong(2) != key.guard(0, ord, 0, 0)) {
        throw new BackendException.Corrupt("The row of " + key + " is damaged.");
      }
      return ord;
    }, "SELECT deleted_through, guard FROM stream WHERE store = ? AND type = '' AND name = x''", store);
    if (deleted == null) {
      requireAbsent(connection, atOrBefore(connection, key), key);
      return 0;
    }
    return deleted;
  }

  /** Writes the first row of all. */
  static void begin(SqliteConnection connection) {
    insertRow(connection, SqliteKey.FIRST, 0, 0, 0, 0, null);
  }

  /** Enters a new stream, and its store where that is new. */
  static void insert(SqliteConnection connection, SqliteKey key, long id, StreamHead head) {
    SqliteLink before = atOrBefore(connection, key);
    if (before == null || !before.key().isIn(key)) {
      SqliteKey store = SqliteKey.store(key.store());
      enter(connection, before, store, 0, 0, 0, 0);
      before = atOrBefore(connection, key);
    }
    enter(connection, before, key, id, head.deletedThrough(), head.purgedThrough(), head.last());
    insertName(connection, key, id);
  }

  /** Tells the log the key of a stream. */
  static void insertName(SqliteConnection connection, SqliteKey key, long id) {
    connection.run("INSERT INTO name VALUES (?, ?, ?, ?, ?)", id, key.store(), key.type(), key.name(), key.guard(id));
  }

  private static void enter(SqliteConnection connection, @Nullable SqliteLink before, SqliteKey key, long id,
      long deletedThrough, long purgedThrough, long last) {
    SqliteKey next = requireAbsent(connection, before, key);
    SqliteKey previous = Objects.requireNonNull(before).key();
    connection.run("UPDATE stream SET link = ? WHERE store = ? AND type = ? AND name = ?", previous.link(key),
        previous.store(), previous.type(), previous.name());
    insertRow(connection, key, id, deletedThrough, purgedThrough, last, next);
  }

  /** Writes a row to which the row before it already links. */
  static void insertRow(SqliteConnection connection, SqliteKey key, long id, long deletedThrough, long purgedThrough,
      long last, @Nullable SqliteKey next) {
    connection.run("INSERT INTO stream VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", key.store(), key.type(), key.name(), id,
        deletedThrough, purgedThrough, last, key.guard(id, deletedThrough, purgedThrough, last), key.link(next));
  }

  /** Changes the row of a stream. */
  static void update(SqliteConnection connection, long id, StreamHead head) {
    update(connection, SqliteKey.of(head.stream()), id, head.deletedThrough(), head.purgedThrough(), head.last());
  }

  /** Says which event of a store is the newest that left the log. */
  static void updateDeletedOrd(SqliteConnection connection, String store, long ord) {
    update(connection, SqliteKey.store(store), 0, ord, 0, 0);
  }

  private static void update(SqliteConnection connection, SqliteKey key, long id, long deletedThrough,
      long purgedThrough, long last) {
    connection.run("""
        UPDATE stream SET deleted_through = ?, purged_through = ?, last = ?, guard = ?
        WHERE store = ? AND type = ? AND name = ?""", deletedThrough, purgedThrough, last,
        key.guard(id, deletedThrough, purgedThrough, last), key.store(), key.type(), key.name());
  }
}
