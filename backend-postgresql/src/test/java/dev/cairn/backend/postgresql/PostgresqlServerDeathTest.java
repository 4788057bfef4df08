package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig.Mode;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Durability;
import dev.cairn.spi.Position;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server's own settings and its death do, on servers of their own. */
class PostgresqlServerDeathTest {
  @TempDir
  Path folder;

  private EmbeddedPostgres server;
  private Location location;

  @BeforeEach
  void start() throws IOException {
    start("on");
  }

  private void start(String fsync) throws IOException {
    server = EmbeddedPostgres.builder().setServerConfig("fsync", fsync).setCleanDataDirectory(false)
        .setDataDirectory(folder.resolve("server-" + fsync))
        .setPGStartupWait(Duration.ofMinutes(1)).start();
    location = location();
  }

  private Location location() {
    return new Location(folder.resolve("data"), Map.of("url", "jdbc:postgresql://localhost:" + server.getPort()
        + "/postgres", "user", "postgres", "timeout-seconds", "20"));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void kill() throws IOException {
    Path file = folder.resolve("server-on").resolve("postmaster.pid");
    ProcessHandle process = ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip())).orElseThrow();
    List<ProcessHandle> all = process.children().toList();
    process.destroyForcibly();
    process.onExit().join();
    all.forEach(child -> child.onExit().join()); // they notice it by themselves
    server.close();
  }

  private void run(String statement) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement prepared = connection.createStatement()) {
      prepared.execute(statement);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private boolean holds(String question) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(question)) {
      return row.next() && row.getBoolean(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private void await(String question) {
    while (!holds(question)) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void what_was_acknowledged_at_sync_survives_the_death_of_the_server_and_the_next_session_is_a_new_era()
      throws IOException {
    Position shown;
    try (Backend backend = location.open()) {
      Location.append(backend, 0, "a");
      shown = assertInstanceOf(CommitResult.Stored.class, Location.append(backend, 1, "b")).position();
      kill();
      assertThrows(BackendException.Unavailable.class, () -> Location.append(backend, 2, "c"));
    }
    start("on");
    try (Backend backend = location.open()) {
      assertEquals(List.of("a", "b"), Location.texts(backend));
      CommitResult stored = Location.append(backend, 2, "c");
      assertTrue(assertInstanceOf(CommitResult.Stored.class, stored).position().compareTo(shown) > 0);
      assertTrue(backend.info().generation() > 1_000_000_000, "generation " + backend.info().generation());
      assertEquals(List.of("c"), Location.log(backend, shown));
    }
  }

  @Test
  void a_cancelled_wait_for_a_synchronous_standby_is_never_taken_for_durable() {
    try (Backend backend = location.open()) {
      Location.append(backend, 0, "a");
      run("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
      run("SELECT pg_reload_conf()");
      await("SELECT current_setting('synchronous_standby_names') = 'nobody'");
      CompletableFuture<CommitResult> commit =
          CompletableFuture.supplyAsync(() -> Location.append(backend, 1, "b"));
      await("SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep')");
      run("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
      CompletionException failure = assertThrows(CompletionException.class, commit::join);
      assertInstanceOf(BackendException.Unavailable.class, failure.getCause());
      assertTrue(failure.getCause().getMessage().contains("not as durable"), failure.getCause().getMessage());
    }
  }

  @Test
  void a_server_that_does_not_sync_cannot_give_sync() throws IOException {
    server.close();
    start("off");
    BackendException refusal = assertThrows(BackendException.Misconfigured.class, location::open);
    assertTrue(refusal.getMessage().contains("fsync"), refusal.getMessage());
    assertTrue(Files.notExists(folder.resolve("data")));
    try (Backend backend = location.open(Mode.CREATE, Durability.OS)) {
      Location.append(backend, 0, "a");
    }
  }
}
