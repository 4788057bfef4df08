package dev.cairn.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Events in a hand-written table of PostgreSQL. */
final class EventRows implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement insert;
  private final PreparedStatement select;
  private final long[] last = new long[Workload.ACTORS];

  EventRows(BenchDatabase database, Path folder, String synchronous) throws SQLException {
    String schema = BenchDatabase.schema(folder);
    database.run(folder, "CREATE SCHEMA IF NOT EXISTS " + schema + "; CREATE TABLE IF NOT EXISTS " + schema
        + ".event(stream int NOT NULL, seq bigint NOT NULL, record bytea NOT NULL, PRIMARY KEY (stream, seq))");
    connection = database.connect(folder);
    try (var statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = " + synchronous);
    }
    connection.setAutoCommit(false);
    insert = connection.prepareStatement("INSERT INTO event(stream, seq, record) VALUES (?, ?, ?)");
    select = connection.prepareStatement("SELECT seq, record FROM event WHERE stream = ? ORDER BY seq");
  }

  /** Adds a row to the transaction. */
  void insert(int stream) throws SQLException {
    insert.setInt(1, stream);
    insert.setLong(2, ++last[stream]);
    insert.setBytes(3, Workload.payload());
    insert.addBatch();
  }

  /** Sends all rows of the transaction together. */
  void commit() throws SQLException {
    insert.executeBatch();
    connection.commit();
  }

  /** Reads every event of a stream; returns how many there are. */
  long read(int stream) {
    long events = 0;
    try {
      select.setInt(1, stream);
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          events += rows.getLong(1) > 0 && rows.getBytes(2).length > 0 ? 1 : 0;
        }
      }
      return events;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
