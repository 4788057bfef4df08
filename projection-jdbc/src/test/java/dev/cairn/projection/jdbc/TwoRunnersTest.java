package dev.cairn.projection.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.projection.jdbc.RunningProjection.WorkerState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two runners of one projection. Each has a system of its own: where several processes write one location, they read
 * the same log. Here the logs are equal and the database is one, which is what decides.
 */
@Timeout(60)
class TwoRunnersTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir
  Path folder;

  private static WorkerState state(RunningProjection running) {
    return running.workers().get(0).state();
  }

  @ParameterizedTest
  @EnumSource
  void a_second_runner_waits_and_goes_on_when_the_first_one_ends(Databases kind) throws Exception {
    DataSource database = kind.open(folder);
    Sums.create(database, "sum");
    JdbcProjection projection =
        JdbcProjection.of("sums", database, new Sums("sum")).takeOverAfter(Duration.ofSeconds(3));
    try (ActorSystem system = Wallets.memory()) {
      RunningProjection first = projection.run(system.log("main"));
      RefusedEventTest.await(() -> state(first) == WorkerState.RUNNING);
      try (RunningProjection second = projection.run(system.log("main"))) {
        Wallets.payMany(system, 3, 20);
        assertTrue(first.awaitCaughtUp(SOON));
        assertEquals(WorkerState.WAITING, state(second));
        first.close();
        Wallets.pay(system, "w0", 5);
        assertTrue(second.awaitCaughtUp(SOON), () -> second.workers().toString());
      }
      assertEquals(List.of("w0 25 21 21", "w1 20 20 20", "w2 20 20 20"),
          Sums.rows(database, "SELECT * FROM sum ORDER BY id"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void one_that_stood_still_is_taken_over_and_what_it_does_later_is_taken_back(Databases kind) throws Exception {
    DataSource database = kind.open(folder);
    Sums.create(database, "sum");
    CountDownLatch stands = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    DataSource slow = Standing.before(database, () -> {
      if (calls.incrementAndGet() == 1) {
        stands.countDown();
        goesOn.await(30, TimeUnit.SECONDS);
      }
    });
    JdbcProjection projection =
        JdbcProjection.of("sums", database, new Sums("sum")).takeOverAfter(Duration.ofMillis(300));
    JdbcProjection standing = JdbcProjection.of("sums", slow, new Sums("sum")).takeOverAfter(Duration.ofMinutes(1));
    try (ActorSystem one = Wallets.sqlite(folder.resolve("data")).open()) {
      Wallets.payMany(one, 3, 20);
      RunningProjection first = standing.run(one.log("main"));
      assertTrue(stands.await(30, TimeUnit.SECONDS));
      try (RunningProjection second = projection.run(one.log("main"))) {
        long before = epoch(projection);
        RefusedEventTest.await(() -> epoch(projection) > before);
        goesOn.countDown();
        assertTrue(second.awaitCaughtUp(SOON), () -> second.workers().toString());
        assertFalse(first.awaitCaughtUp(Duration.ZERO));
        Wallets.payMany(one, 3, 20);
        assertTrue(second.awaitCaughtUp(SOON));
      }
      first.close();
    }
    assertEquals(List.of("w0 40 40 40", "w1 40 40 40", "w2 40 40 40"),
        Sums.rows(database, "SELECT * FROM sum ORDER BY id"));
  }

  private static long epoch(JdbcProjection projection) throws Exception {
    return projection.progress().get(0).epoch();
  }
}
