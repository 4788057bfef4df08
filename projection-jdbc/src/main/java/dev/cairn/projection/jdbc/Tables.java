package dev.cairn.projection.jdbc;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The two tables of projections in a database, and the statements on them. A name reaches a statement only after it was
 * held against its grammar here; everything else is a parameter.
 *
 * @param progress the table with a row for each worker
 */
record Tables(String progress) {
  private static final Pattern GRAMMAR = Pattern.compile("([A-Za-z][A-Za-z0-9_]{0,30}\\.)?[A-Za-z][A-Za-z0-9_]{0,40}");
  private static final String ROWS =
      "SELECT version, worker, workers, state, log_offset, events, owner, epoch, beat FROM ";
  private static final String KEY = " WHERE name = ? AND version = ? AND worker = ?";

  static final Tables DEFAULT = new Tables("cairn_projection");

  Tables {
    if (!GRAMMAR.matcher(progress).matches()) {
      throw new IllegalArgumentException("A table is called TABLE or SCHEMA.TABLE, each of letters of ASCII, digits and"
          + " underscores, beginning with a letter; the table at most 41 of them, the schema 31. Not '" + progress
          + "'.");
    }
  }

  String deadLetters() {
    return progress + "_dead";
  }

  List<String> ddl() {
    return List.of("""
        CREATE TABLE %s (
          name VARCHAR(64) NOT NULL,
          version INTEGER NOT NULL,
          worker INTEGER NOT NULL,
          workers INTEGER NOT NULL,
          state VARCHAR(16) NOT NULL,
          log_offset VARCHAR(128) NOT NULL,
          events BIGINT NOT NULL,
          owner VARCHAR(128),
          epoch BIGINT NOT NULL,
          beat BIGINT NOT NULL,
          PRIMARY KEY (name, version, worker)
        )""".formatted(progress), """
        CREATE TABLE %s (
          name VARCHAR(64) NOT NULL,
          version INTEGER NOT NULL,
          log_offset VARCHAR(128) NOT NULL,
          kind VARCHAR(16) NOT NULL,
          store VARCHAR(64) NOT NULL,
          actor_type VARCHAR(64) NOT NULL,
          actor_id VARCHAR(1024) NOT NULL,
          first_sequence BIGINT NOT NULL,
          last_sequence BIGINT NOT NULL,
          event_type VARCHAR(256) NOT NULL,
          reason VARCHAR(1024) NOT NULL,
          skipped VARCHAR(32) NOT NULL,
          PRIMARY KEY (name, version, log_offset, kind)
        )""".formatted(deadLetters()));
  }

  String probe(String table) {
    return "SELECT 1 FROM " + table + " WHERE 1 = 0";
  }

  String select() {
    return ROWS + progress + " WHERE name = ? ORDER BY version, worker";
  }

  String selectOne() {
    return ROWS + progress + KEY;
  }

  /** Writes nothing; SQLite lets no other connection write from here on. */
  String lock() {
    return "UPDATE " + progress + " SET beat = beat WHERE name = ? AND worker = -1";
  }

  String insert() {
    return "INSERT INTO " + progress
        + " (name, version, worker, workers, state, log_offset, events, owner, epoch, beat)"
        + " VALUES (?, ?, ?, ?, ?, ?, 0, NULL, 0, 0)";
  }

  String claim() {
    return "UPDATE " + progress + " SET owner = ?, epoch = epoch + 1, beat = beat + 1" + KEY
        + " AND epoch = ? AND beat = ? AND (state = 'BUILDING' OR state = 'ACTIVE')";
  }

  String beat() {
    return "UPDATE " + progress + " SET beat = beat + 1" + KEY + " AND epoch = ?";
  }

  String move() {
    return "UPDATE " + progress + " SET log_offset = ?, events = events + ?, beat = beat + 1" + KEY
        + " AND epoch = ? AND log_offset = ?";
  }

  String release() {
    return "UPDATE " + progress + " SET owner = NULL, beat = beat + 1" + KEY + " AND epoch = ?";
  }

  /** Whoever writes is overtaken by this. */
  String become() {
    return "UPDATE " + progress + " SET state = ?, owner = NULL, epoch = epoch + 1, beat = beat + 1" + KEY
        + " AND state = ?";
  }

  /** The one that writes goes on. */
  String activate() {
    return "UPDATE " + progress + " SET state = 'ACTIVE'" + KEY + " AND state = 'BUILDING'";
  }

  String delete(String table) {
    return "DELETE FROM " + table + " WHERE name = ? AND version = ?";
  }

  String bury() {
    return "INSERT INTO " + deadLetters()
        + " (name, version, log_offset, kind, store, actor_type, actor_id, first_sequence,"
        + " last_sequence, event_type, reason, skipped) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  }
}
