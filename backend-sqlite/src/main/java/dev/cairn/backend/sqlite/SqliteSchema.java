package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tables of the file, and how a file of Cairn is known. Version 4:
 *
 * <pre>
 *   latest       id | generation | generation_guard | highest_ord | settled_ord | streams | eventless | guard
 *   generation   id | first_ord | guard                  one row for each session that wrote
 *   stream       store | type | name | id | deleted_through | purged_through | last | guard | link
 *   name         id | store | type | name | guard        the key of a stream, for the log
 *   event        ord | stream | seq | record             ord: place in the log of the location
 *   recent       stream | seq | ord                      where the newest events of a stream are
 *   place        stream | seq | ord | newest             where all others are
 *   tally        store | block | events | guards         how many of these each 256 ords of the log have
 *   snapshot     stream | seq | guard | record
 *   recent_state ord | stream | record                   the snapshot that came with the newest event of a commit
 * </pre>
 *
 * SQLite pays by the page: an index over all events would change another page for every stream that a transaction
 * touches. So the events of a transaction are found through {@code recent}, which is a few pages whatever the number of
 * streams. Its rows move into {@code place}, sorted, when it is full and when the file is opened and closed. A snapshot
 * that comes with an event and is the only one to keep goes the same way, through {@code recent_state} into {@code
 * snapshot}: where a stream has rows in {@code recent_state}, the newest of them is its only snapshot, and all its
 * other rows in both tables are superseded.
 *
 * <p>Appending touches no row of {@code stream}: its last sequence is the highest of its events, or {@code
 * deleted_through} where none is left.
 *
 * <p>SQLite notices no flipped bit. So every row that leads to records proves itself, and a row that is gone is missed
 * by another table:
 *
 * <ul>
 *   <li>{@code latest}, {@code generation}, {@code stream}, {@code name} and {@code snapshot} carry a guard over their
 *       row; one of {@code generation} covers all rows before it.
 *   <li>The rows of {@code stream} are a list, sorted by their keys: {@code link} covers the key of the row and of the
 *       next one. A store begins with a row without type and name, whose {@code deleted_through} is the newest event
 *       that left the log of the store; the list begins with a row without a store.
 *   <li>An event and its place each say what the other does. The newest place of a stream carries a guard in {@code
 *       newest}, all others 0, so that no end of a stream can be missing; {@code last} is what the stream ended with
 *       when its row was written, which is at the latest when it had no event and gets one.
 *   <li>What {@code tally} counts must be in the log.
 *   <li>{@code recent} holds exactly the events behind {@code settled_ord}, which is looked at whenever the file is
 *       opened.
 * </ul>
 */
final class SqliteSchema {
  /** "Carn" in ASCII. */
  private static final long APPLICATION_ID = 0x4361726e;
  private static final long VERSION = 4;
  private static final String OLDEST_ENGINE = "3.51.3";
  /** The version with which this backend is built and tested. */
  static final String DRIVER = "3.54.1.0";

  private static final String EVENTS =
      """
          CREATE TABLE event (
            ord INTEGER PRIMARY KEY,
            stream INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            record BLOB NOT NULL
          ) STRICT""";

  private static final List<String> TABLES = List.of(
      """
          CREATE TABLE latest (
            id INTEGER PRIMARY KEY,
            generation INTEGER NOT NULL,
            generation_guard INTEGER NOT NULL,
            highest_ord INTEGER NOT NULL,
            settled_ord INTEGER NOT NULL,
            streams INTEGER NOT NULL,
            eventless INTEGER NOT NULL,
            guard INTEGER NOT NULL
          ) STRICT""",
      """
          CREATE TABLE generation (
            id INTEGER PRIMARY KEY,
            first_ord INTEGER NOT NULL,
            guard INTEGER NOT NULL
          ) STRICT""",
      """
          CREATE TABLE stream (
            store TEXT NOT NULL,
            type TEXT NOT NULL,
            name BLOB NOT NULL,
            id INTEGER NOT NULL,
            deleted_through INTEGER NOT NULL,
            purged_through INTEGER NOT NULL,
            last INTEGER NOT NULL,
            guard INTEGER NOT NULL,
            link INTEGER NOT NULL,
            PRIMARY KEY (store, type, name)
          ) STRICT, WITHOUT ROWID""",
      """
          CREATE TABLE name (
            id INTEGER PRIMARY KEY,
            store TEXT NOT NULL,
            type TEXT NOT NULL,
            name BLOB NOT NULL,
            guard INTEGER NOT NULL
          ) STRICT""",
      """
          CREATE TABLE recent (
            stream INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            ord INTEGER NOT NULL,
            PRIMARY KEY (stream, seq)
          ) STRICT, WITHOUT ROWID""",
      """
          CREATE TABLE place (
            stream INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            ord INTEGER NOT NULL,
            newest INTEGER NOT NULL,
            PRIMARY KEY (stream, seq)
          ) STRICT, WITHOUT ROWID""",
      """
          CREATE TABLE tally (
            store TEXT NOT NULL,
            block INTEGER NOT NULL,
            events INTEGER NOT NULL,
            guards INTEGER NOT NULL,
            PRIMARY KEY (store, block)
          ) STRICT, WITHOUT ROWID""",
      """
          CREATE TABLE snapshot (
            stream INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            guard INTEGER NOT NULL,
            record BLOB NOT NULL,
            PRIMARY KEY (stream, seq, guard)
          ) STRICT""",
      """
          CREATE TABLE recent_state (
            ord INTEGER PRIMARY KEY,
            stream INTEGER NOT NULL,
            record BLOB NOT NULL
          ) STRICT""");

  private SqliteSchema() {}

  /** Refuses engines that can lose committed pages when a checkpoint and a commit race for a new WAL. */
  static String requireEngine(String version) {
    int[] parts = Stream.of(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    int[] oldest = Stream.of(OLDEST_ENGINE.split("\\.")).mapToInt(Integer::parseInt).toArray();
    if (Arrays.compare(parts, oldest) < 0) {
      throw new BackendException.Misconfigured("SQLite " + version + " can lose committed data; at least "
          + OLDEST_ENGINE + " is needed. It comes with org.xerial:sqlite-jdbc:" + DRIVER
          + ". A parent or platform that sets an older driver, as Spring Boot does, is overridden by the line"
          + " <sqlite-jdbc.version>" + DRIVER + "</sqlite-jdbc.version> among the properties of the pom. If the system "
          + "property org.sqlite.lib.path is set, it names the library that is used.");
    }
    return version;
  }

  /** What a file can hold. */
  enum Content {
    NOTHING, OURS, OURS_OF_THE_VERSION_BEFORE
  }

  /** Tells what the file holds; refuses one that holds something else than what we can open to write. */
  static Content content(SqliteConnection connection) {
    long application = connection.number("PRAGMA application_id");
    long version = connection.number("PRAGMA user_version");
    if (application == APPLICATION_ID && version == VERSION) {
      return Content.OURS;
    }
    if (application == APPLICATION_ID && version == SqliteUpgrade.FROM) {
      return Content.OURS_OF_THE_VERSION_BEFORE;
    }
    if (application == 0 && version == 0 && connection.number("SELECT count(*) FROM sqlite_schema") == 0) {
      return Content.NOTHING;
    }
    throw new BackendException.Misconfigured(application == APPLICATION_ID
        ? "The file " + connection + " has schema version " + version + "; this backend knows version " + VERSION
            + " and upgrades version " + SqliteUpgrade.FROM + "."
        : "The file " + connection + " is a database of something else (application id " + application + ").");
  }

  /** Writes the tables into a blank file, all or nothing. */
  static void create(SqliteConnection connection) {
    connection.run("BEGIN IMMEDIATE");
    connection.run(EVENTS);
    createAllButEvents(connection);
    SqliteStreams.begin(connection);
    SqliteLatest.NONE.insert(connection);
    sign(connection);
    connection.run("COMMIT");
  }

  static void createAllButEvents(SqliteConnection connection) {
    TABLES.forEach(connection::run);
  }

  /** Marks the file as one of Cairn, with its version. */
  static void sign(SqliteConnection connection) {
    connection.run("PRAGMA application_id = " + APPLICATION_ID);
    connection.run("PRAGMA user_version = " + VERSION);
  }
}
