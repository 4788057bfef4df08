package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.KeyBytes;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The key of a row of {@code stream}, as its bytes are in the file. A store begins with a row that has no type and no
 * name; before all others comes {@link #FIRST}, which has no store either.
 */
final class SqliteKey implements Comparable<SqliteKey> {
  static final SqliteKey FIRST = store("");
  private static final byte[] NOTHING = new byte[0];

  private final byte[] store;
  private final byte[] type;
  private final byte[] name;

  private SqliteKey(byte[] store, byte[] type, byte[] name) {
    this.store = store;
    this.type = type;
    this.name = name;
  }

  static SqliteKey of(StreamKey stream) {
    return new SqliteKey(bytes(stream.store()), bytes(stream.type()), stream.idBytes());
  }

  /** The key of the row with which a store begins. */
  static SqliteKey store(String store) {
    return new SqliteKey(bytes(store), new byte[0], new byte[0]);
  }

  /**
   * Reads three columns. A value of another type may have the same bytes and stands elsewhere in SQLite's order.
   *
   * @throws BackendException.Corrupt if one is not of the type that it was written with
   */
  static SqliteKey read(ResultSet row, int at) throws SQLException {
    Object store = row.getObject(at);
    Object type = row.getObject(at + 1);
    Object name = row.getObject(at + 2);
    if (store instanceof String storeText && type instanceof String typeText
        && (name == null || name instanceof byte[])) {
      return new SqliteKey(bytes(storeText), bytes(typeText), name == null ? NOTHING : (byte[]) name);
    }
    throw new BackendException.Corrupt(
        "The key of a row is damaged; it begins with store " + store + " and type " + type + ".");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  String store() {
    return new String(store, StandardCharsets.UTF_8);
  }

  String type() {
    return new String(type, StandardCharsets.UTF_8);
  }

  byte[] name() {
    return name;
  }

  boolean isStore() { return type.length == 0 && name.length == 0; }

  boolean isIn(SqliteKey other) {
    return Arrays.equals(store, other.store);
  }

  /** Returns the stream of the row. */
  StreamKey stream() {
    return KeyBytes.read(store(), type(), name);
  }

  /** Returns the guard of a row of this key. */
  long guard(long id, long deletedThrough, long purgedThrough, long last) {
    return SqliteGuard.of(store, type, name, id, deletedThrough, purgedThrough, last);
  }

  /** Returns the guard of the name of the stream with that id. */
  long guard(long id) {
    return SqliteGuard.of(id, store, type, name);
  }

  /** Returns the link to the next key, or to the end of the list. */
  long link(@Nullable SqliteKey next) {
    return next == null
        ? SqliteGuard.of(store, type, name)
        : SqliteGuard.of(store, type, name, next.store, next.type, next.name);
  }

  /** Orders as SQLite does. */
  @Override
  public int compareTo(SqliteKey other) {
    int order = Arrays.compareUnsigned(store, other.store);
    order = order != 0 ? order : Arrays.compareUnsigned(type, other.type);
    return order != 0 ? order : Arrays.compareUnsigned(name, other.name);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SqliteKey key && compareTo(key) == 0;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(store) + 31 * (Arrays.hashCode(type) + 31 * Arrays.hashCode(name));
  }

  /** The row for people, also where its key cannot be one. */
  @Override
  public String toString() {
    if (isStore()) {
      return equals(FIRST) ? "the first row" : "store " + store();
    }
    try {
      return "stream " + stream();
    } catch (BackendException.Corrupt e) {
      return "a stream of store " + store() + " whose name is damaged";
    }
  }
}
