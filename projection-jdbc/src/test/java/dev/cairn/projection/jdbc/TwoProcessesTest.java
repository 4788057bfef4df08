package dev.cairn.projection.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.Durability;
import dev.cairn.projection.jdbc.RunningProjection.WorkerState;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes write one location on PostgreSQL, and both start the same projection. */
@Timeout(100)
class TwoProcessesTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String SCHEMA = "location";

  @TempDir
  private Path folder;

  /** Another process: its folder, the port of the server, the address of the tables. Runs until it is killed. */
  static final class Other {
    private Other() {}

    public static void main(String[] arguments) throws Exception {
      int port = Integer.parseInt(arguments[1]);
      DataSource database = new Url(arguments[2], "postgres");
      try (ActorSystem system = open(Path.of(arguments[0]), port);
          RunningProjection running = projection(database).run(system.log("main"))) {
        RefusedEventTest.await(() -> state(running) == WorkerState.RUNNING);
        System.out.println("running");
        for (long paid = 0;; paid++) {
          Wallets.pay(system, "theirs", 1);
        }
      }
    }
  }

  private static ActorSystem open(Path folder, int port) {
    return ActorSystem.builder().data(folder).backend("postgresql").setting("writers", "many")
        .setting("url", "jdbc:postgresql://localhost:" + port + "/postgres").setting("user", "postgres")
        .setting("schema", SCHEMA).durability(Durability.OS).open();
  }

  private static JdbcProjection projection(DataSource database) {
    return JdbcProjection.of("sums", database, new Sums("sum")).takeOverAfter(Duration.ofSeconds(3));
  }

  private static WorkerState state(RunningProjection running) {
    return running.workers().get(0).state();
  }

  @Test
  void a_runner_whose_process_is_killed_is_taken_over_and_every_event_has_taken_effect_once() throws Exception {
    DataSource database = Databases.POSTGRESQL.open(folder);
    Sums.create(database, "sum");
    int port = Databases.server().getPort();
    Process other = start(port, ((Url) database).url());
    try (BufferedReader said = other.inputReader(); ActorSystem system = open(folder.resolve("here"), port)) {
      assertEquals("running", said.readLine());
      try (RunningProjection running = projection(database).run(system.log("main"))) {
        Wallets.pay(system, "ours", 3, 4);
        RefusedEventTest.await(() -> Sums.rows(database, "SELECT id FROM sum ORDER BY id").size() == 2);
        assertEquals(WorkerState.WAITING, state(running));
        other.destroyForcibly().waitFor();
        Wallets.pay(system, "ours", 5);
        assertTrue(running.awaitCaughtUp(SOON), () -> running.workers().toString());
        long theirs = Wallets.of(system, "theirs").lastSequence();
        assertEquals(List.of("ours 12 3 3", "theirs " + theirs + " " + theirs + " " + theirs),
            Sums.rows(database, "SELECT id, cents, events, last FROM sum ORDER BY id"));
      }
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  private Process start(int port, String tables) throws Exception {
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Dkryo.unsafe=false", "-cp",
        System.getProperty("java.class.path"), Other.class.getName(), folder.resolve("there").toString(),
        String.valueOf(port), tables).redirectError(folder.resolve("errors").toFile()).start();
  }
}
