package dev.cairn.projection.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database by its address: each connection is a new one. */
record Url(String url, String user) implements DataSource {

  @Override
  public Connection getConnection() throws SQLException { return DriverManager.getConnection(url, user, ""); }

  @Override
  public Connection getConnection(String name, String password) throws SQLException {
    return DriverManager.getConnection(url, name, password);
  }

  @Override
  public @Nullable PrintWriter getLogWriter() { return null; }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() { return 0; }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("There is nothing in it.");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
