package dev.cairn.backend.postgresql;

import dev.cairn.spi.Position;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a transaction of one of several sessions has locked and read before it stores: the session, then the streams in
 * the order of their keys, and where events may go the location, with what the readers hold. All locks end with the
 * transaction.
 *
 * @param streams all streams of the batch, with their epochs
 * @param era the newest era; that of the batch too where the location is locked
 * @param newest the newest position; where the location is not locked, others may have come after it
 * @param held for each store with readers, the lowest offset up to which one of them has read
 */
record PostgresqlLocked(Connection connection, Map<StreamKey, PostgresqlStream> streams, long era, Position newest,
    Map<String, Long> held) implements PostgresqlBatch.ReadEvents {
  private static final String SESSION = PostgresqlOpening.LOCK + ";\n";
  /**
   * Each stream by a query of its own: one that joins them all may pass over a row, and says nothing, if somebody else
   * changes it meanwhile.
   */
  private static final String STREAMS = "SELECT n.at, " + PostgresqlReads.HEAD + """
      , s.epoch FROM unnest(?::text[], ?::text[], ?::bytea[]) WITH ORDINALITY AS n(store, type, name, at)
      CROSS JOIN LATERAL (SELECT * FROM cairn_stream
        WHERE store = n.store AND type = n.type AND name = n.name FOR NO KEY UPDATE) s;
      """;
  private static final String LOCATION = PostgresqlTables.LOCK + ";\n";
  private static final String HELD = """
      SELECT store, min(read_through) FROM cairn_hold WHERE store = ANY (?::text[]) GROUP BY store;
      """;
  private static final String NEWEST = """
      SELECT o.era, n.era, n.last FROM cairn_location o LEFT JOIN (SELECT era, first_offset + events - 1 AS last
        FROM cairn_list WHERE events > 0 ORDER BY first_offset DESC LIMIT 1) n ON true""";

  /**
   * Locks and reads.
   *
   * @param keys in their order, so that no two sessions wait for each other
   * @param deletes whether events may go
   * @throws SQLException also where the session is fenced: {@link PostgresqlFailure#isRefusal}
   */
  static PostgresqlLocked of(Connection connection, long generation, List<StreamKey> keys, boolean deletes,
      PostgresqlNumbers streamIds) throws SQLException {
    String sql = SESSION + STREAMS + (deletes ? LOCATION + HELD : "") + NEWEST;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, generation);
      PostgresqlReads.set(statement, 2, keys);
      if (deletes) {
        statement.setArray(5,
            connection.createArrayOf("text", keys.stream().map(StreamKey::store).toArray(String[]::new)));
      }
      statement.execute();
      Map<StreamKey, PostgresqlStream> streams = streams(next(statement), keys, streamIds);
      Map<String, Long> held = new HashMap<>();
      if (deletes) {
        next(statement);
        ResultSet holds = next(statement);
        while (holds.next()) {
          held.put(holds.getString(1), holds.getLong(2));
        }
      }
      ResultSet newest = next(statement);
      newest.next();
      long era = newest.getLong(2);
      return new PostgresqlLocked(connection, streams, newest.getLong(1),
          era == 0 ? Position.START : new Position(era, newest.getLong(3)), held);
    }
  }

  private static ResultSet next(PreparedStatement statement) throws SQLException {
    statement.getMoreResults();
    return statement.getResultSet();
  }

  private static Map<StreamKey, PostgresqlStream> streams(ResultSet rows, List<StreamKey> keys,
      PostgresqlNumbers streamIds) throws SQLException {
    Map<StreamKey, PostgresqlStream> found = new HashMap<>();
    while (rows.next()) {
      StreamKey key = keys.get((int) rows.getLong(1) - 1);
      found.put(key, PostgresqlReads.stream(rows, 2, key).under(rows.getLong(7)));
    }
    for (StreamKey key : keys) {
      if (!found.containsKey(key)) {
        found.put(key, new PostgresqlStream(streamIds.next(), false, 0, StreamHead.empty(key)));
      }
    }
    return found;
  }

  @Override
  public long readThrough(PostgresqlStream stream, long atMost, Position position) throws SQLException {
    return PostgresqlReads.readThrough(connection, stream, atMost, position, offset(stream.head().stream().store()));
  }

  @Override
  public long offset(String store) {
    return held.getOrDefault(store, Long.MAX_VALUE);
  }
}
