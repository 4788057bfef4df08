package dev.cairn.backend.postgresql;

import dev.cairn.spi.BackendException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** Connects to the database of a location. Any thread may call. */
final class PostgresqlServer {
  /** The oldest version of the server that the project still supports with corrections. */
  private static final int OLDEST_VERSION = 14;

  /** What the way to the server must be; a URL that says otherwise is refused. */
  private static final Map<String, String> NEEDED = new TreeMap<>(Map.of(
      PGProperty.TARGET_SERVER_TYPE.getName(), "primary",
      PGProperty.TCP_KEEP_ALIVE.getName(), "true",
      PGProperty.AUTOSAVE.getName(), "never",
      PGProperty.PREFER_QUERY_MODE.getName(), "extended",
      PGProperty.READ_ONLY.getName(), "false",
      PGProperty.LOG_SERVER_ERROR_DETAIL.getName(), "false", // details show rows
      PGProperty.PREPARE_THRESHOLD.getName(), "1"));

  /** A user before the host, which may have a password, or a parameter that is one. */
  private static final Pattern SECRET = Pattern.compile("^jdbc:postgresql://[^/?]*@|[?&](password|sslpassword)=");

  private final PostgresqlAddress address;
  private final PGSimpleDataSource source;

  private PostgresqlServer(PostgresqlAddress address, PGSimpleDataSource source) {
    this.address = address;
    this.source = source;
  }

  /**
   * Prepares connections; connects to nothing.
   *
   * @param timeoutSeconds how long to wait for the server's answer
   * @throws BackendException.Misconfigured if the URL is none, holds a password, or asks for what cannot be
   */
  static PostgresqlServer of(PostgresqlAddress address, Optional<char[]> password, int timeoutSeconds) {
    Map<String, String> needed = new TreeMap<>(NEEDED);
    needed.put(PGProperty.CONNECT_TIMEOUT.getName(), Integer.toString(timeoutSeconds));
    needed.put(PGProperty.SOCKET_TIMEOUT.getName(), Integer.toString(timeoutSeconds));
    requireUrl(address, needed);
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setURL(address.url());
      for (Map.Entry<String, String> each : needed.entrySet()) {
        source.setProperty(each.getKey(), each.getValue());
      }
    } catch (IllegalArgumentException | SQLException e) {
      throw new BackendException.Misconfigured("Setting url = '" + address.url() + "' cannot be used.");
    }
    address.user().ifPresent(source::setUser);
    password.map(String::new).ifPresent(source::setPassword);
    password.ifPresent(secret -> Arrays.fill(secret, '\0'));
    source.setApplicationName("cairn");
    return new PostgresqlServer(address, source);
  }

  private static void requireUrl(PostgresqlAddress address, Map<String, String> needed) {
    if (SECRET.matcher(address.url()).find()) {
      throw new BackendException.Misconfigured("Setting url holds a user or a password, but the folder keeps the url in"
          + " a file. Give the settings user, and password, password-file or password-env instead.");
    }
    Properties given = address.url().startsWith("jdbc:postgresql:") ? Driver.parseURL(address.url(), null) : null;
    if (given == null) {
      throw new BackendException.Misconfigured("Setting url must be jdbc:postgresql://HOST/DATABASE, with"
          + " parameters of the driver where they are needed; it is no such address.");
    }
    needed.forEach((name, value) -> {
      String asked = given.getProperty(name);
      if (asked != null && !asked.equalsIgnoreCase(value)) {
        throw new BackendException.Misconfigured(
            "Setting url asks for " + name + "=" + asked + ", but this backend needs "
                + name + "=" + value + ". Leave it out of the url.");
      }
    });
  }

  PostgresqlAddress address() {
    return address;
  }

  PGSimpleDataSource source() {
    return source;
  }

  /**
   * Makes a connection that finds the tables of the location by their names, and that the server ends by itself at no
   * time.
   *
   * @throws BackendException.Misconfigured if the server is too old
   */
  Connection connect() throws SQLException {
    Connection connection = source.getConnection();
    try {
      requireVersion(connection.getMetaData().getDatabaseMajorVersion());
      execute(connection, prepare());
      return connection;
    } catch (SQLException | RuntimeException | Error e) {
      closeQuietly(connection);
      throw e;
    }
  }

  /** What each connection is told first. */
  String prepare() {
    return "SET search_path = " + address.quotedSchema() + "; SET default_transaction_isolation = 'read committed';"
        + " SET client_min_messages = warning; SET statement_timeout = 0; SET lock_timeout = 0;"
        + " SET idle_in_transaction_session_timeout = 0; SET idle_session_timeout = 0; SET jit = off;"
        + " SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'transaction_timeout'"; // from 17 on
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // a connection that is gone is closed
    }
  }

  /**
   * What the server says of itself.
   *
   * @param version of the server, for people
   * @param standby whether a commit waits for another server
   */
  record Facts(String version, boolean readOnly, boolean syncs, boolean standby) {
    String engine() {
      return "PostgreSQL " + version + (standby ? ", with a synchronous standby" : "");
    }
  }

  /** Asks the server what it is. */
  static Facts facts(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("""
        SELECT current_setting('server_version'),
          current_setting('transaction_read_only') = 'on',
          current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on',
          current_setting('synchronous_standby_names') <> ''""")) {
      row.next();
      return new Facts(row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getBoolean(4));
    }
  }

  /**
   * What tells one life of the tables from another: the timeline of the server, when it was started, and the numbers
   * of the database and of a table. Another life may have lost what this one has shown; a restore makes new numbers.
   */
  static String identity(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("""
        SELECT CASE WHEN pg_is_in_recovery() THEN '' ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END
          || ' ' || extract(epoch FROM pg_postmaster_start_time())
          || ' ' || (SELECT oid FROM pg_database WHERE datname = current_database())
          || ' ' || to_regclass('cairn_location')::oid""")) {
      row.next();
      return row.getString(1);
    }
  }

  static void requireVersion(int version) {
    if (version < OLDEST_VERSION) {
      throw new BackendException.Misconfigured("The server is PostgreSQL " + version + "; this backend needs "
          + OLDEST_VERSION + " or newer.");
    }
  }
}
