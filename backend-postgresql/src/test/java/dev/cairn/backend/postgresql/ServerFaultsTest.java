package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.Durability;
import dev.cairn.api.LoggedEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The server is killed and restarted, again and again, under three systems that write and one that follows, or under
 * one that does both. {@code -Dcairn.server.kills}, {@code -Dcairn.server.restarts} and {@code -Dcairn.server.seed}
 * make it more, or the same again.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class ServerFaultsTest {
  private static final int KILLS = Integer.getInteger("cairn.server.kills", 2);
  private static final int RESTARTS = Integer.getInteger("cairn.server.restarts", 1);
  private static final int SYSTEMS = 3;

  @TempDir
  static Path shared;

  private static OwnServer server;

  @TempDir
  Path folder;

  private SplittableRandom random = new SplittableRandom();

  @BeforeAll
  static void make() {
    server = OwnServer.create(shared.resolve("server")).start();
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @BeforeEach
  void begin(TestReporter reporter) {
    long seed = Long.getLong("cairn.server.seed", System.nanoTime() % 1_000_000);
    reporter.publishEntry("seed", Long.toString(seed));
    random = new SplittableRandom(seed);
    server.run("DROP SCHEMA IF EXISTS cairn CASCADE");
  }

  private List<LoggedEvent> killUnder(Crowd crowd) throws InterruptedException {
    for (int kill = 0; kill < KILLS; kill++) {
      crowd.awaitMore(60);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(20, 700)));
      server.kill();
      crowd.endLife();
      server.start();
    }
    crowd.awaitMore(60);
    return crowd.end();
  }

  @ParameterizedTest
  @ValueSource(ints = { SYSTEMS, 1 })
  void at_sync_a_server_that_is_killed_loses_nothing_and_doubles_nothing(int systems, TestReporter reporter)
      throws Exception {
    try (Crowd crowd = Crowd.of(systems, folder, server.url(), Durability.SYNC, true)) {
      List<LoggedEvent> log = killUnder(crowd);
      crowd.requireNothingLost(log);
      crowd.report(reporter, KILLS + " kills at SYNC under " + systems + " systems");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = { SYSTEMS, 1 })
  void at_os_a_server_that_is_killed_loses_a_whole_suffix_and_gives_no_position_twice(int systems,
      TestReporter reporter) throws Exception {
    server.run("ALTER SYSTEM SET wal_writer_delay = '1s'", "SELECT pg_reload_conf()");
    try (Crowd crowd = Crowd.of(systems, folder, server.url(), Durability.OS, true)) {
      crowd.awaitMore(1);
      server.run("CHECKPOINT"); // a store whose beginning is lost is another one
      List<LoggedEvent> log = killUnder(crowd);
      int lost = LostTail.require(crowd, log, server);
      assertTrue(lost > 0, "Nothing was lost, so nothing was shown.");
      crowd.report(reporter, KILLS + " kills at OS under " + systems + " systems, " + lost + " events lost");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = { SYSTEMS, 1 })
  void no_ask_fails_while_the_server_restarts(int systems, TestReporter reporter) throws Exception {
    try (Crowd crowd = Crowd.of(systems, folder, server.url(), Durability.SYNC, false)) {
      for (int restart = 0; restart < RESTARTS; restart++) {
        crowd.awaitMore(100);
        server.restart("fast");
        crowd.awaitMore(100);
        server.restart("immediate");
      }
      crowd.awaitMore(100);
      List<LoggedEvent> log = crowd.end();
      crowd.requireNothingLost(log);
      crowd.report(reporter, 2 * RESTARTS + " restarts under " + systems + " systems");
      assertEquals(Map.of(), crowd.failures());
    }
  }

  @Test
  void a_server_whose_clock_goes_back_by_an_hour_loses_nothing_and_gives_no_position_twice() throws Exception {
    Map<String, String> behind = ShiftedClock.by(Duration.ofHours(-1), folder);
    try (Crowd crowd = Crowd.of(SYSTEMS, folder, server.url(), Durability.SYNC, true)) {
      crowd.awaitMore(50);
      server.restart("fast"); // an era has the seconds of the clock now
      crowd.awaitMore(50);
      server.restart("fast", behind);
      assertTrue(Instant.now().getEpochSecond() - Double.parseDouble(server.ask("SELECT extract(epoch FROM now())"))
          > 3500, "the clock of the server is right");
      crowd.awaitMore(50);
      List<LoggedEvent> log = crowd.end();
      crowd.requireNothingLost(log);
    } finally {
      server.restart("fast");
    }
  }

  @Test
  void an_actor_in_memory_does_not_go_on_with_events_that_the_server_has_lost() {
    server.run("ALTER SYSTEM SET wal_writer_delay = '10s'", "SELECT pg_reload_conf()");
    ActorSystem.Builder builder = ActorSystem.builder().data(folder.resolve("data")).backend("postgresql")
        .durability(Durability.OS).setting("url", server.url()).setting("user", "postgres")
        .setting("writers", "many");
    try (ActorSystem system = builder.open()) {
      assertEquals(1, system.entity(Diary.TYPE, "one").<Long>ask(new Diary.Write("a")));
      assertEquals(1, system.entity(Diary.TYPE, "two").<Long>ask(new Diary.Write("a")));
      server.run("CHECKPOINT");
      assertEquals(2, system.entity(Diary.TYPE, "one").<Long>ask(new Diary.Write("b")));
      server.kill();
      server.start();
      assertEquals(2, system.entity(Diary.TYPE, "two").<Long>ask(new Diary.Write("b")), "the next session is open");
      assertEquals(1, system.entity(Diary.TYPE, "one").<Long>ask(new Diary.Size()));
    }
  }
}
