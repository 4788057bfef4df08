package dev.cairn.projection.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A database of SQLite in which somebody else writes, or tries to, after each question that is asked: whoever reads in
 * a transaction and writes afterwards finds that he cannot.
 */
final class Intruder {
  private final DataSource database;

  Intruder(Path folder) throws SQLException {
    this.database = Databases.SQLITE.open(folder);
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE intruder (writes INTEGER)");
    }
  }

  /** The database as the one sees it after whose questions the intruder writes. */
  DataSource watched() {
    return around(DataSource.class, database);
  }

  private <T> T around(Class<T> face, T real) {
    return face.cast(Proxy.newProxyInstance(face.getClassLoader(), new Class<?>[] { face }, (proxy, method, args) -> {
      Object result;
      try {
        result = method.invoke(real, args);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
      if (result instanceof ResultSet) {
        write();
      }
      return method.getReturnType().isInterface() && (result instanceof Connection || result instanceof Statement)
          ? wrapped(method.getReturnType(), result) : result;
    }));
  }

  private <T> T wrapped(Class<T> face, Object real) {
    return around(face, face.cast(real));
  }

  /** Writes, unless the database is locked, and does not wait for it. */
  private void write() throws SQLException {
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 0");
      statement.execute("INSERT INTO intruder VALUES (1)");
    } catch (SQLException e) {
      if (!DatabaseTrouble.is(e)) {
        throw e;
      }
    }
  }

  long writes() throws SQLException {
    return Long.parseLong(Sums.rows(database, "SELECT COUNT(*) FROM intruder").get(0));
  }
}
