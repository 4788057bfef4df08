package dev.cairn.backend.postgresql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of our own for the tests of this JVM. It comes from Maven Central, and ends with the JVM. It asks no role
 * for a password but those whose name begins with {@code asked_}.
 */
final class TestServer {
  private static final EmbeddedPostgres SERVER = start();
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private TestServer() {}

  private static EmbeddedPostgres start() {
    try {
      Path trust = Files.writeString(Files.createTempFile("cairn-hba", ".conf"), """
          host all "/^asked_" all scram-sha-256
          local all all trust
          host all all all trust
          """);
      Files.setPosixFilePermissions(trust, PosixFilePermissions.fromString("rw-r--r--"));
      trust.toFile().deleteOnExit();
      return EmbeddedPostgres.builder().setServerConfig("fsync", "on").setServerConfig("full_page_writes", "on")
          .setServerConfig("synchronous_commit", "on").setServerConfig("max_connections", "100")
          .setServerConfig("hba_file", trust.toString()).setPGStartupWait(Duration.ofMinutes(1)).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of its programs. */
  static Path programs() {
    try {
      Path pid = Path.of(ask("SHOW data_directory"), "postmaster.pid");
      ProcessHandle process = ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0).strip())).orElseThrow();
      return Path.of(process.info().command().orElseThrow()).getParent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int port() {
    return SERVER.getPort();
  }

  static String url() {
    return url("postgres");
  }

  static String url(String database) {
    return "jdbc:postgresql://localhost:" + port() + "/" + database;
  }

  /** The settings of a location in a schema that no other test has. */
  static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("url", url());
    settings.put("user", "postgres");
    settings.put("schema", "test_" + SCHEMAS.incrementAndGet());
    return settings;
  }

  /** Runs statements as the administrator of the server. */
  static void run(String... statements) {
    new Administrator(url()).run(statements);
  }

  /** Asks for one value. */
  static String ask(String question) {
    return new Administrator(url()).ask(question);
  }
}
