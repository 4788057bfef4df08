package dev.cairn.cli;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;

/** A PostgreSQL server of our own for the tests of this JVM, which comes from Maven Central and ends with the JVM. */
final class DatabaseServer {
  private static final EmbeddedPostgres SERVER = start();

  static { // the command line itself does not need it
    DatabaseServer.class.getModule().addReads(ModuleLayer.boot().findModule("java.sql").orElseThrow());
  }

  private DatabaseServer() {}

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder().setServerConfig("fsync", "on").setPGStartupWait(Duration.ofMinutes(1)).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String url() {
    return "jdbc:postgresql://localhost:" + SERVER.getPort() + "/postgres";
  }

  /** A child that finds the server by its environment, and keeps its location in a schema. */
  static Launch with(Launch launch, String schema) {
    return launch.with("CAIRN_SETTING_URL", url()).with("CAIRN_SETTING_USER", "postgres")
        .with("CAIRN_SETTING_SCHEMA", schema);
  }

  /** Arguments that say the same. */
  static Object[] settings(String schema) {
    return new Object[] { "--setting", "url=" + url(), "--setting", "user=postgres", "--setting", "schema=" + schema };
  }

  static void run(String statement) {
    try (var connection = SERVER.getPostgresDatabase().getConnection(); var prepared = connection.createStatement()) {
      prepared.execute(statement);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
