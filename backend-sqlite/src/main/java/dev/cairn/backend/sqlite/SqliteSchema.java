package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What stands in the file, and how it is known to be ours. Version 3:
 *
 * <pre>
 *   generation   id | first_ord | highest_ord            one row for each opening to write
 *   stream       id | store | type | name | deleted_through | purged_through
 *   event        ord | stream | seq | record             ord: place in the log of the location
 *   recent       stream | seq | ord                      where the newest events of a stream are
 *   place        stream | seq | ord                      where all others are
 *   snapshot     stream | seq | record
 *   recent_state ord | record                            the snapshot that came with the newest event of a commit
 *   reclaimed    store | deleted_ord                     the newest event that left the log of a store
 * </pre>
 *
 * What SQLite costs is pages: an index over all events would have another page for every stream that a transaction
 * touches. So the events of a transaction are found through {@code recent}, which is a few pages whatever the number of
 * streams, and moves into {@code place} in one sorted go when it is full. A snapshot that comes with an event and is the
 * only one to keep goes the same way, through {@code recent_state} into {@code snapshot}: where a stream has any in the
 * former, the newest of these is its only snapshot, and whatever else either table holds of it is superseded.
 *
 * <p>Appending touches no row of {@code stream}: its last sequence is the highest of its events, or {@code
 * deleted_through}
 * where none is left. The highest {@code ord} ever given is that of the newest event or, where that one was deleted,
 * {@code highest_ord} of the newest generation.
 */
final class SqliteSchema {
  /** "Carn" in ASCII. */
  private static final long APPLICATION_ID = 0x4361726e;
  private static final long VERSION = 3;
  private static final String OLDEST_ENGINE = "3.51.3";

  private static final List<String> TABLES = List.of(
      """
          CREATE TABLE generation (
            id INTEGER PRIMARY KEY,
            first_ord INTEGER NOT NULL,
            highest_ord INTEGER NOT NULL
          ) STRICT""",
      """
          CREATE TABLE stream (
            id INTEGER PRIMARY KEY,
            store TEXT NOT NULL,
            type TEXT NOT NULL,
            name BLOB NOT NULL,
            deleted_through INTEGER NOT NULL,
            purged_through INTEGER NOT NULL,
            UNIQUE (store, type, name)
          ) STRICT""",
      """
          CREATE TABLE event (
            ord INTEGER PRIMARY KEY,
            stream INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            record BLOB NOT NULL
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
            PRIMARY KEY (stream, seq)
          ) STRICT, WITHOUT ROWID""",
      """
          CREATE TABLE snapshot (
            stream INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            record BLOB NOT NULL,
            PRIMARY KEY (stream, seq)
          ) STRICT""",
      """
          CREATE TABLE recent_state (
            ord INTEGER PRIMARY KEY,
            record BLOB NOT NULL
          ) STRICT""",
      """
          CREATE TABLE reclaimed (
            store TEXT PRIMARY KEY,
            deleted_ord INTEGER NOT NULL
          ) STRICT""");

  private SqliteSchema() {}

  /** Refuses engines that can lose committed pages when a checkpoint and a commit race for a new WAL. */
  static String requireEngine(String version) {
    int[] parts = Stream.of(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    int[] oldest = Stream.of(OLDEST_ENGINE.split("\\.")).mapToInt(Integer::parseInt).toArray();
    if (Arrays.compare(parts, oldest) < 0) {
      throw new BackendException.Misconfigured("SQLite " + version + " can lose committed data; at least "
          + OLDEST_ENGINE + " is needed. It comes with sqlite-jdbc, or from the property org.sqlite.lib.path.");
    }
    return version;
  }

  /** Tells whether the file holds nothing yet; refuses one that holds something else than this version of ours. */
  static boolean isBlank(SqliteConnection connection) {
    long application = connection.number("PRAGMA application_id");
    long version = connection.number("PRAGMA user_version");
    if (application == APPLICATION_ID && version == VERSION) {
      return false;
    }
    if (application == 0 && version == 0 && connection.number("SELECT count(*) FROM sqlite_schema") == 0) {
      return true;
    }
    throw new BackendException.Misconfigured(application == APPLICATION_ID
        ? "The file " + connection + " has schema version " + version + "; this backend knows version " + VERSION + "."
        : "The file " + connection + " is a database of something else (application id " + application + ").");
  }

  /** Writes the tables into a blank file, all or nothing. */
  static void create(SqliteConnection connection) {
    connection.run("BEGIN IMMEDIATE");
    TABLES.forEach(connection::run);
    connection.run("PRAGMA application_id = " + APPLICATION_ID);
    connection.run("PRAGMA user_version = " + VERSION);
    connection.run("COMMIT");
  }
}
