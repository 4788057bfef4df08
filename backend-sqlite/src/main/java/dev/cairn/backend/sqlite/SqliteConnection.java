package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * One connection, used by one thread at a time. Prepares each statement once and keeps it; tells errors in the words of
 * the spi.
 */
final class SqliteConnection implements AutoCloseable {

  /** Reads one row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Path file;
  private final Connection jdbc;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  private SqliteConnection(Path file, Connection jdbc) {
    this.file = file;
    this.jdbc = jdbc;
  }

  /** Asks the engine for its version, without any file. */
  static String engineVersion() {
    SqliteNatives.load();
    Path none = Path.of("memory");
    try (Connection jdbc = new JDBC().connect("jdbc:sqlite::memory:", new Properties());
        Statement statement = jdbc.createStatement();
        ResultSet rows = statement.executeQuery("SELECT sqlite_version()")) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw told(none, e);
    }
  }

  /** Opens the file, creating it only if asked to; touches nothing in it. */
  static SqliteConnection open(Path file, boolean writes, int busyMillis, long cacheKib) {
    return open(file, "", writes, busyMillis, cacheKib);
  }

  /** Opens a file that nobody changes as long as this is open; makes no other file beside it. */
  static SqliteConnection openQuietly(Path file, int busyMillis, long cacheKib) {
    return open(file, "?immutable=1", false, busyMillis, cacheKib);
  }

  private static SqliteConnection open(Path file, String parameters, boolean writes, int busyMillis, long cacheKib) {
    SqliteNatives.load();
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(!writes);
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    config.setBusyTimeout(busyMillis);
    config.setPragma(SQLiteConfig.Pragma.CACHE_SIZE, "-" + cacheKib);
    config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, "0");
    config.setPragma(SQLiteConfig.Pragma.TEMP_STORE, "MEMORY");
    Properties properties = config.toProperties();
    properties.setProperty("jdbc.get_generated_keys", "false");
    try {
      return new SqliteConnection(file, new JDBC().connect(url(file) + parameters, properties));
    } catch (SQLException e) {
      throw told(file, e);
    }
  }

  /** A URI has no character left that the driver would take for the beginning of its own parameters. */
  private static String url(Path file) {
    return "jdbc:sqlite:" + file.toUri();
  }

  /** Sets a pragma, whatever it answers. */
  void pragma(String assignment) {
    try (Statement statement = jdbc.createStatement()) {
      statement.execute("PRAGMA " + assignment);
    } catch (SQLException e) {
      throw told(file, e);
    }
  }

  /** Sets a pragma and makes sure that it has the value. */
  void pragma(String name, String value, String answer) {
    pragma(name + " = " + value);
    String actual = text("PRAGMA " + name);
    if (!actual.equals(answer)) {
      throw new BackendException.Unavailable(
          "SQLite answers " + name + " = " + actual + " to " + value + " on " + file + "; is it a network file system?",
          null);
    }
  }

  /** Runs a statement that gives no rows. */
  void run(String sql, Object... values) {
    try {
      bound(sql, values).executeUpdate();
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** Reads the first row, or null where there is none. */
  <T> @Nullable T first(Row<T> reader, String sql, Object... values) {
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      return rows.next() ? reader.read(rows) : null;
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** Reads the first column of the first row, which must be there. */
  long number(String sql, Object... values) {
    Long number = first(row -> row.getLong(1), sql, values);
    if (number == null) {
      throw new BackendException.Corrupt("The file " + file + " gave no answer to: " + sql);
    }
    return number;
  }

  /** Reads the first column of the first row, which must be there, as text. */
  String text(String sql) {
    String text = first(row -> row.getString(1), sql);
    if (text == null) {
      throw new BackendException.Corrupt("The file " + file + " gave no answer to: " + sql);
    }
    return text;
  }

  /** Shows each row to the reader until it answers false. */
  void each(Row<Boolean> reader, String sql, Object... values) {
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      while (rows.next() && reader.read(rows)) {
        // the reader collects
      }
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** The driver ends a statement that has failed, so the next use prepares it anew. */
  private BackendException failed(String sql, SQLException e) {
    statements.remove(sql);
    return told(file, e);
  }

  private PreparedStatement bound(String sql, Object... values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = jdbc.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int at = 0; at < values.length; at++) {
      switch (values[at]) {
        case Long number -> statement.setLong(at + 1, number);
        case byte[] bytes -> statement.setBytes(at + 1, bytes);
        case String text -> statement.setString(at + 1, text);
        default -> throw new IllegalArgumentException(values[at].getClass().getName());
      }
    }
    return statement;
  }

  @Override
  public String toString() {
    return file.toString();
  }

  @Override
  public void close() {
    try {
      jdbc.close();
    } catch (SQLException e) {
      throw told(file, e);
    }
  }

  private static BackendException told(Path file, SQLException e) {
    SQLiteErrorCode code = e instanceof SQLiteException known ? known.getResultCode() : SQLiteErrorCode.SQLITE_ERROR;
    SQLiteErrorCode kind = code.code < 0 ? code : SQLiteErrorCode.getErrorCode(code.code & 0xff);
    if (code == SQLiteErrorCode.SQLITE_IOERR_WRITE || code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
      return new BackendException.Unavailable("SQLite could not write to " + file + " (" + code.name() + ").",
          new BackendException.Full("Perhaps no space is left for " + file + ".", e));
    }
    return switch (kind) {
      case SQLITE_FULL -> new BackendException.Full("No space is left for " + file + " (" + code.name() + ").", e);
      case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CONSTRAINT, SQLITE_MISMATCH -> new BackendException.Corrupt(
          "The file " + file + " is damaged, or no SQLite file at all (" + code.name() + ").", e);
      case SQLITE_BUSY, SQLITE_LOCKED -> new BackendException.Unavailable("Another program has " + file
          + " open and keeps it locked (" + code.name() + "). Close it there, or let it finish.", e);
      default -> new BackendException.Unavailable("SQLite failed on " + file + " (" + code.name() + ").", e);
    };
  }
}
