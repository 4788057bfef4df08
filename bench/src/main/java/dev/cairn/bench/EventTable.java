package dev.cairn.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Events in a hand-written table of SQLite. */
final class EventTable implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement insert;
  private final long[] last = new long[Workload.ACTORS];

  EventTable(Path folder, String synchronous) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("raw.db"));
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = " + synchronous);
      statement.execute(
          "CREATE TABLE IF NOT EXISTS event(ord INTEGER PRIMARY KEY, stream INTEGER NOT NULL, seq INTEGER NOT NULL,"
              + " record BLOB NOT NULL, UNIQUE(stream, seq)) STRICT");
    }
    connection.setAutoCommit(false);
    insert = connection.prepareStatement("INSERT INTO event(stream, seq, record) VALUES (?, ?, ?)");
  }

  void insert(int stream) throws SQLException {
    insert.setInt(1, stream);
    insert.setLong(2, ++last[stream]);
    insert.setBytes(3, Workload.payload());
    insert.executeUpdate();
  }

  void commit() throws SQLException {
    connection.commit();
  }

  /** Reads every event of a stream; returns how many there are. */
  long read(int stream) {
    long events = 0;
    try (var select = connection.prepareStatement("SELECT ord, seq, record FROM event WHERE stream = ? ORDER BY seq")) {
      select.setInt(1, stream);
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          events += rows.getLong(1) > 0 && rows.getLong(2) > 0 && rows.getBytes(3).length > 0 ? 1 : 0;
        }
      }
      return events;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    connection.close();
  }
}
