package dev.cairn.backend.postgresql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Who may do everything on a server of the tests. */
record Administrator(String url) {
  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url, "postgres", "");
  }

  /** Runs statements, each for itself. */
  void run(String... statements) {
    try (Connection connection = connect(); Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Asks for one value. */
  String ask(String question) {
    try (Connection connection = connect(); Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
