package dev.cairn.backend.sqlite;

import java.util.HashSet;
import java.util.Set;

/** The events that are not in {@code place} yet: {@code event} and {@code recent} must say the same of them. */
final class SqliteTail {
  private static final String DOUBTED = """
      SELECT stream FROM (
        SELECT stream, seq, ord FROM recent EXCEPT SELECT stream, seq, ord FROM event WHERE ord > ?1)
      UNION SELECT stream FROM (
        SELECT stream, seq, ord FROM event WHERE ord > ?1 EXCEPT SELECT stream, seq, ord FROM recent)
      UNION SELECT stream FROM (
        SELECT stream, ord FROM recent_state EXCEPT SELECT stream, ord FROM recent)""";

  private SqliteTail() {}

  /** Returns the streams of which these tables tell different events. */
  static Set<Long> doubted(SqliteConnection connection) {
    Set<Long> streams = new HashSet<>();
    connection.each(row -> streams.add(row.getLong(1)), DOUBTED, SqliteLatest.read(connection).settledOrd());
    return streams;
  }
}
