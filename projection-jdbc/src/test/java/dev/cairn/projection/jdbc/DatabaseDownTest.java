package dev.cairn.projection.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server of the tables goes away, and comes back. */
@Timeout(60)
class DatabaseDownTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir
  Path folder;

  private Server server(int port) throws Exception {
    return Server.createTcpServer("-tcpPort", String.valueOf(port), "-baseDir", folder.toString(), "-ifNotExists")
        .start();
  }

  @Test
  void no_event_is_blamed_and_none_is_lost_or_doubled_while_the_database_is_away() throws Exception {
    Server server = server(0);
    int port = server.getPort();
    DataSource database = new Url("jdbc:h2:tcp://localhost:" + port + "/./tables", "");
    Sums.create(database, "sum");
    CountDownLatch under = new CountDownLatch(1);
    CountDownLatch down = new CountDownLatch(1);
    Sums sums = new Sums("sum").before(event -> {
      if (event.sequence() == 50) {
        under.countDown();
        awaitQuietly(down);
      }
    });
    JdbcProjection projection = JdbcProjection.of("sums", database, sums).batch(30, Duration.ofSeconds(1))
        .onFailure(FailurePolicy.skipAfter(1));
    try (ActorSystem system = Wallets.memory()) {
      Wallets.payMany(system, 1, 100);
      try (RunningProjection running = projection.run(system.log("main"))) {
        assertTrue(under.await(30, TimeUnit.SECONDS));
        server.stop(); // while a transaction is open
        down.countDown();
        RefusedEventTest.await(() -> running.workers().get(0).trouble().isPresent());
        Wallets.payMany(system, 2, 100);
        assertEquals(RunningProjection.WorkerState.RUNNING, running.workers().get(0).state());
        server = server(port);
        assertTrue(running.awaitCaughtUp(SOON), () -> running.workers().toString());
      }
      assertEquals(List.of("w0 200 200 200", "w1 100 100 100"),
          Sums.rows(database, "SELECT * FROM sum ORDER BY id"));
      assertEquals(List.of(), Sums.rows(database, "SELECT * FROM cairn_projection_dead"));
    } finally {
      server.stop();
    }
  }

  @Test
  void a_projection_that_starts_before_its_database_waits_for_it() throws Exception {
    Server server = server(0);
    int port = server.getPort();
    DataSource database = new Url("jdbc:h2:tcp://localhost:" + port + "/./later", "");
    Sums.create(database, "sum");
    server.stop();
    JdbcProjection projection = JdbcProjection.of("sums", database, new Sums("sum"));
    try (ActorSystem system = Wallets.memory(); RunningProjection running = projection.run(system.log("main"))) {
      Wallets.pay(system, "a", 1);
      RefusedEventTest.await(() -> running.workers().get(0).trouble().isPresent());
      server = server(port);
      assertTrue(running.awaitCaughtUp(SOON), () -> running.workers().toString());
      assertEquals(List.of("a 1 1 1"), Sums.rows(database, "SELECT * FROM sum"));
    } finally {
      server.stop();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
