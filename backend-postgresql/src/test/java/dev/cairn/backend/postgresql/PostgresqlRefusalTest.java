package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig.Mode;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Durability;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a server, a role or a schema is told by a typed exception, before anything is written. */
class PostgresqlRefusalTest {
  private static final String PASSWORD = "open-sesame";

  @TempDir
  Path folder;

  private Path data() {
    return folder.resolve("data");
  }

  private Location fresh() {
    return Location.fresh(data());
  }

  private static <T extends BackendException> T refusal(Class<T> type, Location location, String... words) {
    T refusal = assertThrows(type, location::open);
    for (String word : words) {
      assertTrue(refusal.getMessage().contains(word), () -> "'" + word + "' in: " + refusal.getMessage());
    }
    return refusal;
  }

  private static String everything(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text)); // whatever a log would show of it
    return text.toString();
  }

  /** A role that must tell a password, and the schema that it may use. */
  private static Location asked(Location location, String role) {
    TestServer.run("CREATE ROLE " + role + " LOGIN PASSWORD '" + PASSWORD + "'",
        "CREATE SCHEMA " + location.schema() + " AUTHORIZATION " + role);
    return location.with("user", role);
  }

  @Test
  void a_wrong_password_is_refused_and_neither_it_nor_the_right_one_is_told() {
    Location location = asked(fresh(), "asked_wrongly");
    BackendException refusal =
        refusal(BackendException.Misconfigured.class, location.with("password", "open-barley"), "asked_wrongly");
    assertFalse(everything(refusal).contains("open-"), everything(refusal));
    assertFalse(everything(refusal(BackendException.Misconfigured.class, location)).contains("open-"));
    assertFalse(Files.exists(data()));
  }

  @Test
  void a_password_in_a_file_is_found_by_the_folder_alone_and_a_given_one_is_never_written() throws IOException {
    Location location = asked(fresh(), "asked_by_file");
    location.with("password", PASSWORD).open().close();
    Path properties = data().resolve("postgresql.properties");
    assertFalse(Files.readString(properties).contains(PASSWORD));
    assertThrows(BackendException.Misconfigured.class, () -> Location.open(data(), Mode.READ));
    Path secret = Files.writeString(folder.resolve("secret"), PASSWORD + "\n");
    location.with("password-file", secret.toString()).open().close();
    assertTrue(Files.readString(properties).contains("password-file=" + secret), Files.readString(properties));
    Location.open(data(), Mode.READ).close();
    Location.open(data(), Mode.WRITE).close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = { "jdbc:sqlite:file", "localhost", "jdbc:postgresql://me:open-sesame@localhost/postgres",
          "jdbc:postgresql://localhost/postgres?password=open-sesame",
          "jdbc:postgresql://localhost/postgres?autosave=always",
          "jdbc:postgresql://localhost/postgres?targetServerType=any",
          "jdbc:postgresql://localhost/postgres?socketTimeout=3600" })
  void a_url_that_cannot_be_used_is_refused_before_anybody_is_called(String url) {
    BackendException refusal = refusal(BackendException.Misconfigured.class, fresh().with("url", url), "url");
    assertFalse(everything(refusal).contains(PASSWORD));
    assertFalse(Files.exists(data()));
  }

  @ParameterizedTest
  @ValueSource(strings = { "pg_cairn", "Cairn", "a b", "a;drop", "" })
  void a_schema_has_a_plain_name(String schema) {
    refusal(BackendException.Misconfigured.class, fresh().with("schema", schema), "schema");
  }

  @Test
  void a_new_folder_needs_a_url() {
    Location location = new Location(data(), Map.of());
    refusal(BackendException.Misconfigured.class, location, "url");
    assertFalse(Files.exists(data()));
  }

  @Test
  void a_database_that_is_not_there_is_refused() {
    refusal(BackendException.Misconfigured.class, fresh().with("url", TestServer.url("nowhere")), "nowhere");
    assertFalse(Files.exists(data()));
  }

  @Test
  void a_server_that_does_not_answer_is_unavailable() {
    refusal(BackendException.Unavailable.class, fresh().with("url", "jdbc:postgresql://localhost:1/postgres"));
    assertFalse(Files.exists(data()));
  }

  @Test
  void a_schema_of_something_else_is_not_touched() {
    Location location = fresh();
    TestServer.run("CREATE SCHEMA " + location.schema(), "CREATE TABLE " + location.schema() + ".invoices (id int)");
    refusal(BackendException.Corrupt.class, location, "something else");
    assertEquals("1", TestServer.ask("SELECT count(*) FROM pg_tables WHERE schemaname = '" + location.schema() + "'"));
    assertFalse(Files.exists(data()));
  }

  @Test
  void the_tables_of_another_location_are_not_taken_for_those_of_the_folder() {
    Location one = fresh();
    Location other = Location.fresh(folder.resolve("other"));
    one.open().close();
    other.open().close();
    refusal(BackendException.Corrupt.class, one.with("schema", other.schema()), "another location");
    assertEquals("1", other.ask("SELECT era FROM cairn_location"));
  }

  @Test
  void a_schema_that_is_gone_is_never_made_anew() {
    Location location = fresh();
    location.open().close();
    TestServer.run("DROP SCHEMA " + location.schema() + " CASCADE");
    refusal(BackendException.Corrupt.class, location, "has held a store");
    assertThrows(BackendException.Corrupt.class, () -> Location.open(data(), Mode.READ));
    assertEquals("0", TestServer.ask("SELECT count(*) FROM pg_namespace WHERE nspname = '" + location.schema() + "'"));
  }

  @Test
  void a_schema_that_is_dropped_under_a_session_is_told_by_reads_and_by_commits() {
    Location location = fresh();
    try (Backend backend = location.open()) {
      Location.append(backend, 0, "a");
      TestServer.run("DROP SCHEMA " + location.schema() + " CASCADE");
      assertThrows(BackendException.Corrupt.class, () -> Location.texts(backend));
      assertThrows(BackendException.class, () -> Location.append(backend, 1, "b"));
      assertThrows(BackendException.Unavailable.class, () -> Location.append(backend, 1, "b"));
    }
  }

  @Test
  void a_role_that_may_not_create_uses_tables_that_an_administrator_made() {
    Location location = fresh();
    TestServer.run("CREATE ROLE plain LOGIN");
    refusal(BackendException.Misconfigured.class, location.with("user", "plain"), "--tables", "permission denied");
    assertEquals("0", TestServer.ask("SELECT count(*) FROM pg_namespace WHERE nspname = '" + location.schema() + "'"));
    String grants = PostgresqlTables.script().replace("-- GRANT", "GRANT").replace("TO app;", "TO plain;");
    TestServer.run(grants.replace("SCHEMA IF NOT EXISTS cairn", "SCHEMA IF NOT EXISTS " + location.schema())
        .replace("SCHEMA cairn", "SCHEMA " + location.schema()).replace("= cairn;", "= " + location.schema() + ";"));
    try (Backend backend = location.with("user", "plain").open()) {
      assertTrue(Location.append(backend, 0, "a") instanceof CommitResult.Stored);
      assertEquals(List.of("a"), Location.texts(backend));
    }
    location.run("REVOKE INSERT, DELETE ON cairn_event FROM plain");
    refusal(BackendException.Misconfigured.class, location.with("user", "plain"), "INSERT ON cairn_event",
        "DELETE ON cairn_event", "GRANT");
    assertEquals("1", location.ask("SELECT era FROM cairn_location"));
    Location.open(data(), Mode.READ).close();
    TestServer.run("REVOKE USAGE ON SCHEMA " + location.schema() + " FROM plain");
    refusal(BackendException.Misconfigured.class, location.with("user", "plain"), "USAGE ON SCHEMA");
  }

  @Test
  void the_tables_of_a_newer_version_are_refused_before_anything_is_written() {
    Location location = fresh();
    location.open().close();
    location.run("UPDATE cairn_location SET format = 2");
    refusal(BackendException.Misconfigured.class, location, "format 2", "newer version");
    assertThrows(BackendException.Misconfigured.class, () -> Location.open(data(), Mode.READ));
    assertEquals("1", location.ask("SELECT era FROM cairn_location"));
    location.run("UPDATE cairn_location SET format = 0");
    refusal(BackendException.Corrupt.class, location, "never was");
  }

  @Test
  void tables_that_are_incomplete_are_told_by_name() {
    Location location = fresh();
    location.open().close();
    location.run("DROP TABLE cairn_snapshot");
    refusal(BackendException.Corrupt.class, location, "cairn_snapshot");
  }

  @Test
  void a_database_that_can_only_be_read_is_refused_to_a_writer() {
    TestServer.run("CREATE DATABASE frozen");
    Location location = fresh().with("url", TestServer.url("frozen"));
    try (Backend backend = location.open()) {
      Location.append(backend, 0, "a");
    }
    TestServer.run("ALTER DATABASE frozen SET default_transaction_read_only = on");
    refusal(BackendException.Unavailable.class, location);
  }

  @Test
  void an_old_server_is_refused() {
    PostgresqlServer.requireVersion(14);
    BackendException refusal =
        assertThrows(BackendException.Misconfigured.class, () -> PostgresqlServer.requireVersion(13));
    assertTrue(refusal.getMessage().contains("needs 14"), refusal.getMessage());
  }

  @Test
  void a_limit_of_connections_is_told_in_time_and_costs_nothing() {
    Location location = fresh().with("timeout-seconds", "1");
    TestServer.run("CREATE ROLE lonely LOGIN SUPERUSER", "ALTER ROLE lonely NOSUPERUSER CONNECTION LIMIT 1",
        "GRANT CREATE ON DATABASE postgres TO lonely");
    try (Backend backend = location.with("user", "lonely").open()) {
      assertTrue(Location.append(backend, 0, "a") instanceof CommitResult.Stored);
      BackendException refusal =
          assertThrows(BackendException.Unavailable.class, () -> backend.recover(Location.ONE, 0));
      assertTrue(refusal.getMessage().contains("too many connections"), refusal.getMessage());
      assertTrue(Location.append(backend, 1, "b") instanceof CommitResult.Stored);
    }
    try (Backend backend = location.open()) {
      assertEquals(List.of("a", "b"), Location.texts(backend));
    }
  }

  @Test
  void settings_of_a_role_do_not_change_what_a_session_does() {
    TestServer.run("CREATE ROLE strict LOGIN", "GRANT CREATE ON DATABASE postgres TO strict",
        "ALTER ROLE strict SET default_transaction_isolation = serializable",
        "ALTER ROLE strict SET statement_timeout = 1", "ALTER ROLE strict SET search_path = nowhere");
    Location location = fresh().with("user", "strict");
    try (Backend backend = location.open(Mode.CREATE, Durability.OS)) {
      Location.append(backend, 0, "a");
      assertEquals(List.of("a"), Location.texts(backend));
    }
  }

  @Test
  void a_damaged_file_of_the_folder_is_refused() throws IOException {
    Location location = fresh();
    location.open().close();
    Path properties = data().resolve("postgresql.properties");
    Files.writeString(properties, "url=" + TestServer.url() + "\n");
    refusal(BackendException.Corrupt.class, location, "postgresql.properties");
    Files.writeString(properties, "format=1\nurl=" + TestServer.url() + "\nlineage=none\n");
    refusal(BackendException.Corrupt.class, location, "lineage");
  }
}
