package dev.cairn.projection.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One connection, kept while it is sound and opened again when it is not. Used by one thread at a time. */
final class Session implements AutoCloseable {
  private static final int SOUND_SECONDS = 5;

  /** Work in one transaction. */
  interface Work<T> {
    T run(Session session) throws SQLException;
  }

  private final DataSource database;
  private @Nullable Connection connection;

  Session(DataSource database) {
    this.database = database;
  }

  /** The connection, which commits when it is told to. */
  Connection connection() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = database.getConnection();
      connection = open;
      open.setAutoCommit(false);
    }
    return open;
  }

  int update(String statement, Object... parameters) throws SQLException {
    try (PreparedStatement prepared = prepared(statement, parameters)) {
      return prepared.executeUpdate();
    }
  }

  List<Progress> progress(String question, Object... parameters) throws SQLException {
    try (PreparedStatement prepared = prepared(question, parameters); ResultSet rows = prepared.executeQuery()) {
      List<Progress> progress = new ArrayList<>();
      while (rows.next()) {
        progress.add(Progress.of(rows));
      }
      return progress;
    }
  }

  private PreparedStatement prepared(String statement, Object... parameters) throws SQLException {
    PreparedStatement prepared = connection().prepareStatement(statement);
    for (int i = 0; i < parameters.length; i++) {
      prepared.setObject(i + 1, parameters[i]);
    }
    return prepared;
  }

  void execute(String statement) throws SQLException {
    try (Statement created = connection().createStatement()) {
      created.execute(statement);
    }
  }

  void commit() throws SQLException {
    connection().commit();
  }

  /** Runs work as one transaction. */
  <T> T transaction(Work<T> work) throws SQLException {
    try {
      T result = work.run(this);
      commit();
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      rollback();
      throw e;
    }
  }

  /** Takes the transaction back. False if the connection is not sound any more, and another one comes next. */
  boolean rollback() {
    Connection open = connection;
    try {
      if (open == null) {
        return false;
      }
      open.rollback();
      if (open.isValid(SOUND_SECONDS)) {
        return true;
      }
    } catch (SQLException e) {
      // it is not sound
    }
    close();
    return false;
  }

  /** Gives the connection back, whose transaction must have ended. */
  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (SQLException e) {
      // it was not sound; the database takes back what was not committed
    }
  }
}
