package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.CairnException;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.PersistException;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistUnknown;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the server is full, until somebody makes space. */
@Timeout(100)
class FullServerDiskTest {
  private static final int COLD = 3;
  private static final int LARGE = 200_000;

  @TempDir
  Path folder;

  private final Random random = new Random(7);
  private long stored;
  private boolean unknown;

  @BeforeAll
  static void require_a_small_disk() throws InterruptedException {
    assumeTrue(SmallServer.isPossible(), "a small disk needs Linux, and the right to mount one (unshare)");
  }

  private ActorSystem open(SmallServer server) {
    return ActorSystem.builder().data(folder.resolve("data")).backend("postgresql").setting("url", server.url())
        .setting("user", "postgres").setting("writers", "many").setting("timeout-seconds", "5")
        .persistDeadline(Duration.ofSeconds(5)).askTimeout(Duration.ofSeconds(20)).open();
  }

  private String text(int length) {
    StringBuilder text = new StringBuilder(length);
    random.ints(length, 'a', 'z').forEach(letter -> text.append((char) letter));
    return text.toString();
  }

  @Test
  void nothing_that_was_told_is_lost_and_the_system_goes_on_once_there_is_space(TestReporter reporter)
      throws Exception {
    try (SmallServer server = SmallServer.start(folder); ActorSystem system = open(server)) {
      for (int number = 0; number < COLD; number++) {
        assertEquals(1, write(system, "cold" + number, text(100)));
      }
      system.stop(system.entity(Diary.TYPE, "cold0"));
      server.fill();
      PersistException told = fill(system);
      assertInstanceOf(PersistFailed.class, told);
      assertTrue(told.getMessage().contains("o space left"), told.getMessage());
      assertEquals(1, system.entity(Diary.TYPE, "cold0").<Long>ask(new Diary.Size()), "an actor that has to recover");
      assertEquals(COLD + stored, words(system), "what the log has while the disk is full");
      fillTheLogOf(server);
      PersistException away = assertThrows(PersistException.class, () -> write(system, "hot", "more"));
      unknown = away instanceof PersistUnknown;
      reporter.publishEntry("told", told.getMessage() + " Then: " + away.getMessage());
      server.free();
      goOn(system);
      assertEquals(stored, words(system) - COLD);
    }
  }

  private static long write(ActorSystem system, String actor, String text) {
    return system.entity(Diary.TYPE, actor).ask(new Diary.Write(text));
  }

  private PersistException fill(ActorSystem system) {
    while (true) {
      try {
        stored = write(system, "hot", text(LARGE));
      } catch (PersistException e) {
        return e;
      }
    }
  }

  /** Lets the server begin files of its write-ahead log until there is no space for the next one, and it ends. */
  private static void fillTheLogOf(SmallServer server) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.url(), "postgres", "")) {
      assertThrows(SQLException.class, () -> {
        while (true) {
          PostgresqlServer.execute(connection, "SELECT pg_logical_emit_message(false, '', 'x')");
          PostgresqlServer.execute(connection, "SELECT pg_switch_wal()");
        }
      });
    }
  }

  private static long words(ActorSystem system) {
    var log = system.log("main");
    return log.read(log.start(), 1000).events().stream().map(LoggedEvent::id).count();
  }

  private void goOn(ActorSystem system) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    long now = 0;
    while (now == 0) {
      try {
        now = system.entity(Diary.TYPE, "hot").ask("last", new Diary.Write("last"));
      } catch (AlreadyDone done) {
        now = done.sequence();
      } catch (CairnException e) {
        assertTrue(System.nanoTime() < deadline, e.getMessage());
      }
    }
    assertTrue(now == stored + 1 || unknown && now == stored + 2, now + " after " + stored);
    stored = now;
  }
}
