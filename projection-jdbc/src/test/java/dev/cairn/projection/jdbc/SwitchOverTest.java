package dev.cairn.projection.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.EventLog;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another version of a projection is built beside the active one, and replaces it. */
@Timeout(60)
class SwitchOverTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir
  Path folder;

  @ParameterizedTest
  @EnumSource
  void a_version_that_was_built_beside_the_active_one_replaces_it_while_events_come(Databases kind)
      throws Exception {
    DataSource database = kind.open(folder);
    Sums.create(database, "sum1");
    Sums.create(database, "sum2");
    try (Connection connection = database.getConnection()) {
      new Sums("sum1").activate(connection);
    }
    JdbcProjection first =
        JdbcProjection.of("sums", database, new Sums("sum1")).takeOverAfter(Duration.ofSeconds(3));
    JdbcProjection second = JdbcProjection.of("sums", database, new Sums("sum2")).version(2).workers(2)
        .takeOverAfter(Duration.ofSeconds(3));
    AtomicBoolean ended = new AtomicBoolean();
    try (ActorSystem system = Wallets.memory(); RunningProjection old = first.run(system.log("main"))) {
      Wallets.payMany(system, 5, 40);
      assertTrue(old.awaitCaughtUp(SOON));
      FutureTask<Void> paying = new FutureTask<>(() -> payAtThePaceOf(database, system, ended), null);
      Thread.ofPlatform().start(paying);
      try (RunningProjection built = second.run(system.log("main"))) {
        assertTrue(built.switchOver(SOON), () -> built.workers().toString());
        assertTrue(built.switchOver(Duration.ZERO), "it is active already");
        ended.set(true);
        paying.get();
        assertEquals(
            "The projection sums 1 is retired: another version is active. Remove it once its tables are not read"
                + " any more.",
            JdbcProjectionTest.stopped(old).getMessage());
        assertTrue(built.awaitCaughtUp(SOON));
        long paid = Wallets.of(system, "w1").lastSequence();
        assertEquals(List.of("40", String.valueOf(paid)),
            Sums.rows(database, "SELECT cents FROM sums WHERE id < 'w2' ORDER BY id"));
        assertEquals(List.of("sums/2/0", "sums/2/1"),
            system.log("main").readers().stream().map(EventLog.Reader::name).toList());
      }
    }
  }

  /** Pays while the database can write as often: what only pays would leave every projection far behind. */
  private static void payAtThePaceOf(DataSource database, ActorSystem system, AtomicBoolean ended) {
    try (Connection connection = database.getConnection()) {
      Sums.update(connection, "CREATE TABLE pace (payments INTEGER)");
      while (!ended.get()) {
        Wallets.pay(system, "w1", 1);
        Sums.update(connection, "INSERT INTO pace VALUES (1)");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void somebody_else_who_writes_after_each_question_stops_neither_a_switch_nor_a_removal() throws Exception {
    Intruder intruder = new Intruder(folder);
    DataSource database = intruder.watched();
    Sums.create(database, "sum1");
    Sums.create(database, "sum2");
    JdbcProjection first = JdbcProjection.of("sums", database, new Sums("sum1"));
    JdbcProjection second = JdbcProjection.of("sums", database, new Sums("sum2")).version(2);
    try (ActorSystem system = Wallets.memory(); RunningProjection old = first.run(system.log("main"))) {
      Wallets.payMany(system, 2, 5);
      assertTrue(old.awaitCaughtUp(SOON));
      try (RunningProjection built = second.run(system.log("main"))) {
        assertTrue(built.switchOver(SOON));
        JdbcProjectionTest.stopped(old);
        first.remove(system.log("main"));
      }
    }
    assertEquals(List.of(2), second.progress().stream().map(Progress::version).toList());
    assertEquals(List.of("w0 5 5 5", "w1 5 5 5"), Sums.rows(database, "SELECT * FROM sum2 ORDER BY id"));
    assertTrue(intruder.writes() > 0);
  }

  @Test
  void where_the_new_version_cannot_take_over_the_old_one_goes_on() throws Exception {
    DataSource database = Databases.H2.open(folder);
    Sums.create(database, "sum1");
    Sums.create(database, "sum2");
    Sums unwilling = new Sums("sum2") {
      @Override
      public void activate(Connection connection) throws Exception {
        throw new java.io.IOException("no view today");
      }
    };
    JdbcProjection first =
        JdbcProjection.of("sums", database, new Sums("sum1")).takeOverAfter(Duration.ofMillis(400));
    try (ActorSystem system = Wallets.memory(); RunningProjection old = first.run(system.log("main"))) {
      Wallets.payMany(system, 2, 5);
      assertTrue(old.awaitCaughtUp(SOON));
      JdbcProjection second = JdbcProjection.of("sums", database, unwilling).version(2);
      try (RunningProjection built = second.run(system.log("main"))) {
        assertEquals("no view today",
            assertThrows(ProjectionStopped.class, () -> built.switchOver(SOON)).getCause().getMessage());
        Wallets.pay(system, "w0", 1);
        assertTrue(old.awaitCaughtUp(SOON), () -> old.workers().toString());
      }
      assertEquals(List.of(Progress.State.ACTIVE, Progress.State.BUILDING),
          first.progress().stream().map(Progress::state).toList());
      try (RunningProjection stuck = JdbcProjection.of("sums", database, new Sums("none")).version(3)
          .onFailure(FailurePolicy.retry()).run(system.log("main"))) {
        assertFalse(stuck.switchOver(Duration.ofMillis(50)), "it has not caught up");
      }
    }
  }

  @Test
  void a_version_that_was_paused_for_a_switch_that_died_goes_on_by_itself() throws Exception {
    DataSource database = Databases.H2.open(folder);
    Sums.create(database, "sum1");
    JdbcProjection first =
        JdbcProjection.of("sums", database, new Sums("sum1")).takeOverAfter(Duration.ofMillis(300));
    try (ActorSystem system = Wallets.memory(); RunningProjection old = first.run(system.log("main"))) {
      Wallets.pay(system, "a", 1);
      assertTrue(old.awaitCaughtUp(SOON));
      try (Connection connection = database.getConnection()) {
        Sums.update(connection, "UPDATE cairn_projection SET state = 'PAUSED', epoch = epoch + 1, owner = NULL");
      }
      Wallets.pay(system, "a", 2);
      assertTrue(old.awaitCaughtUp(SOON), () -> old.workers().toString());
      assertEquals(List.of("a 3 2 2"), Sums.rows(database, "SELECT * FROM sum1"));
    }
  }
}
