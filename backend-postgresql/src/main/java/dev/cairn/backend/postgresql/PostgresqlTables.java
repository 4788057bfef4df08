package dev.cairn.backend.postgresql;

import dev.cairn.spi.BackendException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The tables of a location, all in one schema.
 *
 * <pre>
 *   cairn_location   one row: the format of the tables, the lineage, the newest era. Of several sessions, the one that
 *                    adds to the log locks it
 *   cairn_era        positions are (era, offset). Each session that writes begins an era; a batch takes the newest one
 *   cairn_opening    the sessions that write. A commit locks the row of its session, and needs it not to be fenced
 *   cairn_stream     the heads of the streams, with the epoch of the claim or of the last commit
 *   cairn_list       the batches: a batch has offsets from first_offset on, given when it is stored
 *   cairn_event      an event has the offset first_offset + ord - 1
 *   cairn_snapshot   the kept snapshots
 *   cairn_reclaimed  the highest offset of an event of a store that left the log
 *   cairn_hold       what readers of several processes need; empty while one process writes
 * </pre>
 *
 * The newest row of {@code cairn_list} is the end of the log. A counter that each batch updates would grow a chain of
 * dead rows while somebody dumps the database.
 */
final class PostgresqlTables {
  /**
   * Locks the location for the transaction: who of several adds to the log, lets events go, or says what readers hold.
   */
  static final String LOCK = "SELECT one FROM cairn_location WHERE one = 1 FOR NO KEY UPDATE";

  /** The format that this version reads and writes. */
  static final int FORMAT = 1;

  private static final String SCRIPT = "/META-INF/cairn/tables.sql";
  private static final List<String> NAMES = List.of("cairn_location", "cairn_era", "cairn_opening", "cairn_stream",
      "cairn_event", "cairn_list", "cairn_snapshot", "cairn_reclaimed", "cairn_hold");

  /** What a schema holds. */
  private enum Content {
    NOTHING, TABLES_OF_OTHERS, OURS
  }

  /**
   * The one row of a location.
   *
   * @param era the newest generation that was claimed, which is the newest era too
   */
  record Row(UUID lineage, long era) {}

  private PostgresqlTables() {}

  /** What an administrator runs who makes the tables; {@code cairn backends --tables} prints it. */
  static String script() {
    try (InputStream file = Objects.requireNonNull(PostgresqlTables.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BackendException.Unavailable("The file " + SCRIPT + " of this jar cannot be read.", e);
    }
  }

  /** The part of it that makes the tables in the first schema of the path. */
  private static String tables() {
    String script = script();
    return script.substring(script.indexOf("-- tables"), script.indexOf("-- end of the tables"));
  }

  /** Tells whether there are tables. */
  static boolean exist(Connection connection, PostgresqlAddress address) throws SQLException {
    return content(connection, address) == Content.OURS;
  }

  /**
   * Makes the tables where there are none, one process at a time.
   *
   * @throws BackendException.Misconfigured if the role may not
   * @throws BackendException.Corrupt if the schema holds something else
   */
  static void create(Connection connection, PostgresqlAddress address) throws SQLException {
    connection.setAutoCommit(false);
    PostgresqlServer.execute(connection, "SELECT pg_advisory_xact_lock(" + number(address.schema()) + ")");
    if (content(connection, address) == Content.NOTHING) {
      boolean schema =
          !rows(connection, "SELECT nspname FROM pg_namespace WHERE nspname = ?", address.schema()).isEmpty();
      try {
        PostgresqlServer.execute(connection,
            (schema ? "" : "CREATE SCHEMA " + address.quotedSchema() + "; ") + tables());
      } catch (SQLException e) {
        throw notMade(address, e);
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static BackendException notMade(PostgresqlAddress address, SQLException e) {
    return PostgresqlFailure.of("The tables in " + address + " cannot be made. Let an administrator of the database"
        + " make them: cairn backends --tables postgresql prints what to run. The server says", e);
  }

  private static long number(String schema) {
    return UUID.nameUUIDFromBytes(schema.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
  }

  private static Content content(Connection connection, PostgresqlAddress address) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        SELECT count(*) FILTER (WHERE relname = 'cairn_location'), count(*)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ?""")) {
      statement.setString(1, address.schema());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (row.getLong(1) > 0) {
          return Content.OURS;
        }
        if (row.getLong(2) > 0) {
          throw new BackendException.Corrupt("The " + address + " holds tables of something else. Choose another"
              + " schema with the setting schema.");
        }
        return Content.NOTHING;
      }
    }
  }

  /**
   * Reads the one row of the location, before anything is written.
   *
   * @throws BackendException.Misconfigured if the role lacks a right, or the format is a newer one
   * @throws BackendException.Corrupt if the tables are incomplete, or another location than that of the folder
   */
  static Row read(Connection connection, PostgresqlAddress address, boolean writes) throws SQLException {
    requireRights(connection, address, writes);
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT format, lineage, era FROM cairn_location WHERE one = 1");
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new BackendException.Corrupt("The table cairn_location in " + address + " has lost its row.");
      }
      requireFormat(row.getInt(1), address);
      UUID lineage = row.getObject(2, UUID.class);
      if (address.lineage().isPresent() && !address.lineage().get().equals(lineage)) {
        throw new BackendException.Corrupt("The " + address + " holds another location (lineage " + lineage
            + ") than the one that this folder has written to (" + address.lineage().get()
            + "). Give the url and the schema of that one, or choose a new folder.");
      }
      return new Row(lineage, row.getLong(3));
    }
  }

  static void requireFormat(int format, PostgresqlAddress address) {
    if (format > FORMAT) {
      throw new BackendException.Misconfigured("The tables in " + address + " have format " + format
          + ", which a newer version of Cairn has made; this version knows format " + FORMAT
          + ". Nothing was written. Use the newer version.");
    }
    if (format < FORMAT) {
      throw new BackendException.Corrupt("The tables in " + address + " say format " + format + ", which never was.");
    }
  }

  private static void requireRights(Connection connection, PostgresqlAddress address, boolean writes)
      throws SQLException {
    List<String> usage = rows(connection, "SELECT 'USAGE ON SCHEMA ' || nspname FROM pg_namespace"
        + " WHERE nspname = ? AND NOT has_schema_privilege(oid, 'USAGE')", address.schema());
    if (!usage.isEmpty()) {
      throw lacks(address, usage);
    }
    List<String> gone = rows(connection, "SELECT name FROM unnest(string_to_array(?, ',')) AS t(name)"
        + " WHERE to_regclass(name) IS NULL", String.join(",", NAMES));
    if (!gone.isEmpty()) {
      throw new BackendException.Corrupt("These tables are missing in " + address + ": " + String.join(", ", gone)
          + ". Restore the database from a backup.");
    }
    List<String> missing = new ArrayList<>(rows(connection, """
        SELECT p.privilege || ' ON ' || t.name
        FROM unnest(string_to_array(?, ',')) AS t(name), unnest(string_to_array(?, ',')) AS p(privilege)
        WHERE NOT has_table_privilege(to_regclass(t.name)::oid, p.privilege)""", String.join(",", NAMES),
        writes ? "SELECT,INSERT,UPDATE,DELETE" : "SELECT"));
    if (writes) {
      missing.addAll(rows(connection, """
          SELECT 'USAGE ON SEQUENCE ' || name FROM unnest(string_to_array(?, ',')) AS t(name)
          WHERE NOT coalesce(has_sequence_privilege(to_regclass(name)::oid, 'USAGE'), false)""",
          "cairn_stream_id,cairn_list_id"));
    }
    if (!missing.isEmpty()) {
      throw lacks(address, missing);
    }
  }

  private static List<String> rows(Connection connection, String question, String... parameters) throws SQLException {
    List<String> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      for (int at = 0; at < parameters.length; at++) {
        statement.setString(at + 1, parameters[at]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    return found;
  }

  private static BackendException lacks(PostgresqlAddress address, List<String> rights) {
    return new BackendException.Misconfigured("The role that connects lacks rights in " + address + ": "
        + String.join(", ", rights) + ". Let an administrator of the database GRANT them.");
  }
}
