package dev.cairn.impl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Raw SQL on the file of a SQLite store, past the backend. It goes through reflection because the module under test
 * does not read {@code java.sql}.
 */
public final class RawSql implements AutoCloseable {
  private final Object connection;

  /** Opens the file in that folder. */
  public RawSql(Path data) {
    this.connection = call(null, "java.sql.DriverManager", "getConnection", new Class<?>[] { String.class },
        "jdbc:sqlite:" + data.resolve("cairn.sqlite"));
  }

  /** Changes rows; all values but numbers and bytes are texts. */
  public int update(String sql, Object... values) {
    Object statement = prepared(sql, values);
    int rows = (int) call(statement, "java.sql.PreparedStatement", "executeUpdate", new Class<?>[0]);
    call(statement, "java.sql.Statement", "close", new Class<?>[0]);
    return rows;
  }

  /** Reads the blobs in the first column. */
  public List<byte[]> blobs(String sql, Object... values) {
    Object statement = prepared(sql, values);
    Object rows = call(statement, "java.sql.PreparedStatement", "executeQuery", new Class<?>[0]);
    List<byte[]> blobs = new ArrayList<>();
    while ((boolean) call(rows, "java.sql.ResultSet", "next", new Class<?>[0])) {
      blobs.add((byte[]) call(rows, "java.sql.ResultSet", "getBytes", new Class<?>[] { int.class }, 1));
    }
    call(statement, "java.sql.Statement", "close", new Class<?>[0]);
    return blobs;
  }

  private Object prepared(String sql, Object... values) {
    Object statement =
        call(connection, "java.sql.Connection", "prepareStatement", new Class<?>[] { String.class }, sql);
    for (int i = 0; i < values.length; i++) {
      call(statement, "java.sql.PreparedStatement", "setObject", new Class<?>[] { int.class, Object.class }, i + 1,
          values[i]);
    }
    return statement;
  }

  @Override
  public void close() {
    call(connection, "java.sql.Connection", "close", new Class<?>[0]);
  }

  private static Object call(Object target, String type, String method, Class<?>[] parameters, Object... arguments) {
    try {
      return Class.forName(type).getMethod(method, parameters).invoke(target, arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
