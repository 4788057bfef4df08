package dev.cairn.backend.postgresql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.cairn.spi.BackendException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Connections for reading, each lent for one statement. Made when the first is needed. */
final class PostgresqlPool implements PostgresqlConnections {
  private static final int TRIES = 3;

  private final PostgresqlServer server;
  private final int most;
  private final long timeoutMillis;
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable HikariDataSource pool;
  private boolean closed;

  PostgresqlPool(PostgresqlServer server, int most, int timeoutSeconds) {
    this.server = server;
    this.most = most;
    this.timeoutMillis = TimeUnit.SECONDS.toMillis(timeoutSeconds);
  }

  /** Visits again where a connection proves to be gone: the server was started anew since it was used last. */
  @Override
  public <T extends @Nullable Object> T visit(Visit<T> visit) throws SQLException {
    for (int tries = TRIES;; tries--) {
      try (Connection connection = pool().getConnection()) {
        return visit.of(connection);
      } catch (SQLException e) {
        if (tries == 1 || !PostgresqlFailure.isLostConnection(e) || isClosed()) {
          throw e;
        }
      }
    }
  }

  private boolean isClosed() {
    HikariDataSource made = pool;
    return made != null && made.isClosed();
  }

  private HikariDataSource pool() {
    HikariDataSource made = pool;
    if (made != null) {
      return made;
    }
    making.lock();
    try {
      made = pool;
      if (closed) {
        throw new BackendException.Closed("This session of the location was closed.");
      }
      if (made == null) {
        made = new HikariDataSource(config());
        pool = made;
      }
      return made;
    } finally {
      making.unlock();
    }
  }

  private HikariConfig config() {
    HikariConfig config = new HikariConfig();
    config.setPoolName("cairn-postgresql");
    config.setDataSource(server.source());
    config.setConnectionInitSql(server.prepare());
    config.setMaximumPoolSize(most);
    config.setMinimumIdle(1);
    config.setIdleTimeout(TimeUnit.MINUTES.toMillis(1));
    config.setConnectionTimeout(timeoutMillis);
    config.setValidationTimeout(Math.min(timeoutMillis, TimeUnit.SECONDS.toMillis(5)));
    config.setInitializationFailTimeout(-1);
    return config;
  }

  @Override
  public int count() {
    HikariDataSource made = pool;
    return made == null || made.isClosed() ? 0 : made.getHikariPoolMXBean().getTotalConnections();
  }

  @Override
  public void close() {
    making.lock();
    try {
      closed = true;
      HikariDataSource made = pool;
      if (made != null) {
        made.close();
      }
    } finally {
      making.unlock();
    }
  }
}
