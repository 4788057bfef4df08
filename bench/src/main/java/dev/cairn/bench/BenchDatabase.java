package dev.cairn.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A PostgreSQL server of our own that syncs to a disk. Each cell has a schema, named after its folder. */
final class BenchDatabase implements AutoCloseable {
  private final Folder folder;
  private final EmbeddedPostgres server;

  private BenchDatabase(Folder folder, EmbeddedPostgres server) {
    this.folder = folder;
    this.server = server;
  }

  static BenchDatabase start(Path work) throws IOException {
    var folder = new Folder(work);
    return new BenchDatabase(folder, EmbeddedPostgres.builder().setDataDirectory(folder.path().resolve("data"))
        .setServerConfig("fsync", "on").setServerConfig("full_page_writes", "on")
        .setServerConfig("synchronous_commit", "on").start());
  }

  String url() {
    return "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
  }

  static String schema(Path folder) {
    return folder.getFileName().toString().replace('-', '_');
  }

  /** A connection whose tables are those of a cell. */
  Connection connect(Path folder) throws SQLException {
    return DriverManager.getConnection(url() + "?reWriteBatchedInserts=true&currentSchema=" + schema(folder),
        "postgres", "");
  }

  /** Runs statements, or makes the schema of a cell. */
  void run(Path folder, String statements) throws SQLException {
    try (var connection = connect(folder); var statement = connection.createStatement()) {
      statement.execute(statements);
    }
  }

  /** Drops the schema of a cell; returns the size of its tables and indexes. */
  long drop(Path folder) throws SQLException {
    try (var connection = connect(folder); var statement = connection.createStatement()) {
      long bytes;
      try (var row = statement.executeQuery("SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM"
          + " pg_class c WHERE relkind = 'r' AND relnamespace = to_regnamespace('" + schema(folder) + "')")) {
        row.next();
        bytes = row.getLong(1);
      }
      statement.execute("DROP SCHEMA IF EXISTS " + schema(folder) + " CASCADE");
      return bytes;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    folder.close();
  }
}
