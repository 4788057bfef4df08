package dev.cairn.backend.postgresql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.cairn.spi.BackendException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Connections for reading and for claims, each lent for one statement. Made when the first is needed. */
final class PostgresqlPool implements PostgresqlConnections {
  private static final int TRIES = 3;
  private static final long TURN_MILLIS = 250;

  private final PostgresqlServer server;
  private final int most;
  private final long timeoutNanos;
  private final String prepare;
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable HikariDataSource pool;
  private volatile boolean closed;

  /**
   * Has no connection yet.
   *
   * @param claims whether streams are claimed on them. A claim need not outlive the server: whoever made it is told
   *     that it is gone. It gives up before its connection does, so that it is not done later
   */
  PostgresqlPool(PostgresqlServer server, int most, int timeoutSeconds, boolean claims) {
    this.server = server;
    this.most = most;
    this.prepare = server.prepare()
        + (claims ? "; SET synchronous_commit = off; SET lock_timeout = " + 800 * timeoutSeconds : "");
    this.timeoutNanos = TimeUnit.SECONDS.toNanos(timeoutSeconds);
  }

  /** Visits again where a connection proves to be gone: the server was started anew since it was used last. */
  @Override
  public <T extends @Nullable Object> T visit(Visit<T> visit) throws SQLException {
    for (int tries = TRIES;; tries--) {
      try (Connection connection = borrow()) {
        return visit.of(connection);
      } catch (SQLException e) {
        if (tries == 1 || !PostgresqlFailure.isLostConnection(e) || closed) {
          throw e;
        }
      }
    }
  }

  /** Waits in short turns, since the pool tells nobody who waits that it closes. */
  private Connection borrow() throws SQLException {
    long began = System.nanoTime();
    while (true) {
      try {
        return pool().getConnection();
      } catch (SQLTransientConnectionException e) {
        if (closed || System.nanoTime() - began >= timeoutNanos) {
          throw e;
        }
      }
    }
  }

  private HikariDataSource pool() throws SQLException {
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
        server.source().setLoginTimeout(0); // the pool took its turns for it; the driver has its own timeouts
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
    config.setConnectionInitSql(prepare);
    config.setMaximumPoolSize(most);
    config.setMinimumIdle(1);
    config.setIdleTimeout(TimeUnit.MINUTES.toMillis(1));
    config.setConnectionTimeout(TURN_MILLIS);
    config.setValidationTimeout(TURN_MILLIS);
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
