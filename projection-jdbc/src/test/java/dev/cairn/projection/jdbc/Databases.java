package dev.cairn.projection.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A fresh database of each kind. The server of PostgreSQL is one for all tests of this JVM, and ends with it. */
enum Databases {
  SQLITE {
    @Override
    DataSource open(Path folder) {
      return sqlite(folder.resolve("tables.sqlite"));
    }
  },
  H2 {
    @Override
    DataSource open(Path folder) {
      return new Url("jdbc:h2:mem:tables" + COUNT.incrementAndGet() + ";DB_CLOSE_DELAY=-1", "");
    }
  },
  POSTGRESQL {
    @Override
    DataSource open(Path folder) {
      String schema = "tables" + COUNT.incrementAndGet();
      try (Connection connection = postgresql(server().getPort(), "public").getConnection()) {
        connection.createStatement().execute("CREATE SCHEMA " + schema);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      return postgresql(server().getPort(), schema);
    }
  };

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static @Nullable EmbeddedPostgres server;

  abstract DataSource open(Path folder);

  static DataSource sqlite(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setBusyTimeout(10_000);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  static DataSource postgresql(int port, String schema) {
    return new Url("jdbc:postgresql://localhost:" + port + "/postgres?currentSchema=" + schema, "postgres");
  }

  static synchronized EmbeddedPostgres server() {
    if (server == null) {
      try {
        server = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return server;
  }
}
