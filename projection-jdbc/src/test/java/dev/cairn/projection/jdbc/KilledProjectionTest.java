package dev.cairn.projection.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that pays and projects is killed at random moments; the database is the judge. More of it:
 * {@code -Dprojection.kills=100 -Dprojection.seed=1}.
 */
@Timeout(3600)
class KilledProjectionTest {
  private static final int KILLS = Integer.getInteger("projection.kills", 1);
  private static final int LONGEST_MILLIS = 250;

  @TempDir
  Path folder;

  private final Random random = new Random(Long.getLong("projection.seed", System.nanoTime()));

  @ParameterizedTest
  @EnumSource
  void every_event_has_taken_effect_once_whenever_the_process_was_killed(Databases kind, TestReporter reporter)
      throws Exception {
    String schema = "killed";
    int port = kind == Databases.POSTGRESQL ? Databases.server().getPort() : 0;
    if (kind == Databases.POSTGRESQL) {
      try (Connection connection = Databases.postgresql(port, "public").getConnection()) {
        connection.createStatement().execute("CREATE SCHEMA " + schema);
      }
    }
    DataSource database = PayingChild.database(kind, folder, port, schema);
    Sums.create(database, "sum");
    for (int kill = 0; kill < KILLS; kill++) {
      killOnce(kind, port, schema);
    }
    try (ActorSystem system = Wallets.sqlite(folder.resolve("data")).open();
        RunningProjection running = PayingChild.projection(database).run(system.log("main"))) {
      assertTrue(running.awaitCaughtUp(Duration.ofSeconds(60)), () -> running.workers().toString());
      List<String> paid = new ArrayList<>();
      system.streams("main").ids(Wallets.TYPE, "").forEach(id -> {
        long last = Wallets.of(system, id).lastSequence();
        paid.add(id + " " + last + " " + last + " " + last);
      });
      assertEquals(paid, Sums.rows(database, "SELECT id, cents, events, last FROM sum ORDER BY id"));
      reporter.publishEntry(kind + " after " + KILLS + " kills", paid.toString());
    }
  }

  private void killOnce(Databases kind, int port, String schema) throws Exception {
    Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Dkryo.unsafe=false",
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        PayingChild.class.getName(), kind.name(), folder.toString(), String.valueOf(port), schema)
        .redirectError(folder.resolve("errors").toFile()).start();
    try (BufferedReader said = child.inputReader()) {
      assertEquals("paying", said.readLine(), () -> errors());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_MILLIS)));
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private String errors() {
    try {
      return Files.readString(folder.resolve("errors"));
    } catch (java.io.IOException e) {
      return "nothing is known of it";
    }
  }
}
