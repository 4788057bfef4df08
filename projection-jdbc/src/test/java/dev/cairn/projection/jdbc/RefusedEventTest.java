package dev.cairn.projection.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.CairnListener;
import dev.cairn.api.LoggedEvent;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of an event that the handler refuses: found among the others, never passed over in silence. */
@Timeout(60)
class RefusedEventTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir
  Path folder;

  private static final class Failures implements CairnListener {
    private final List<ReaderFailed> heard = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void readerFailed(ReaderFailed event) {
      heard.add(event);
    }
  }

  /** Breaks a rule of the table at the event with 666 cents; the rule is the database's. */
  private static final class Strict extends Sums {
    Strict() {
      super("sum");
    }

    @Override
    public void event(Connection connection, LoggedEvent event) throws Exception {
      boolean bad = event.as(Wallets.TYPE).filter(paid -> paid.cents() == 666).isPresent();
      update(connection, "INSERT INTO rule (id) VALUES (?)", bad ? null : event.id() + event.sequence());
      super.event(connection, event);
    }
  }

  private DataSource database(Databases kind) throws Exception {
    DataSource database = kind.open(folder);
    Sums.create(database, "sum");
    try (Connection connection = database.getConnection()) {
      connection.createStatement().execute("CREATE TABLE rule (id VARCHAR(64) NOT NULL)");
    }
    return database;
  }

  @ParameterizedTest
  @EnumSource
  void a_refused_event_is_skipped_where_that_is_declared_and_written_down(Databases kind) throws Exception {
    DataSource database = database(kind);
    JdbcProjection projection =
        JdbcProjection.of("sums", database, new Strict().withGaps()).onFailure(FailurePolicy.skipAfter(3));
    Failures failures = new Failures();
    try (ActorSystem system =
        ActorSystem.builder().data(Path.of("memory")).backend("memory").listener(failures).open()) {
      Wallets.payMany(system, 2, 30);
      Wallets.pay(system, "w0", 666);
      Wallets.payMany(system, 2, 30);
      try (RunningProjection running = projection.run(system.log("main"))) {
        assertTrue(running.awaitCaughtUp(SOON), () -> running.workers().toString());
      }
    }
    assertEquals(List.of("w0 60 60 61", "w1 60 60 60"),
        Sums.rows(database, "SELECT id, cents, events, last FROM sum ORDER BY id"));
    assertEquals(List.of("120"), Sums.rows(database, "SELECT COUNT(*) FROM rule"), "what failed is taken back");
    assertEquals(List.of("sums 1 event main wallet w0 31 31 Paid"), Sums.rows(database, "SELECT name, version, kind,"
        + " store, actor_type, actor_id, first_sequence, last_sequence, event_type FROM cairn_projection_dead"));
    assertTrue(Sums.rows(database, "SELECT reason FROM cairn_projection_dead").get(0).toLowerCase().contains("null"));
    assertEquals(List.of(20L, 40L), failures.heard.stream().map(failure -> failure.pause().toMillis()).toList());
  }

  @Test
  void a_refused_event_stops_its_worker_where_that_is_declared_and_the_others_go_on() throws Exception {
    DataSource database = database(Databases.H2);
    JdbcProjection projection =
        JdbcProjection.of("sums", database, new Strict()).workers(2).onFailure(FailurePolicy.stopAfter(2));
    try (ActorSystem system = Wallets.memory()) {
      Wallets.payMany(system, 8, 1);
      Wallets.pay(system, "w0", 666, 5);
      try (RunningProjection running = projection.run(system.log("main"))) {
        int stuck = dev.cairn.api.EventFilter.sliceOf("wallet", "w0", 2);
        await(() -> running.workers().get(stuck).state() == RunningProjection.WorkerState.STOPPED);
        Wallets.payMany(system, 8, 1);
        await(() -> running.workers().get(1 - stuck).offset().isPresent()
            && projection.progress().get(1 - stuck).offset().position().compareTo(system.log("main").end().position())
                < 0
            && Sums.rows(database, "SELECT id FROM sum WHERE last = 2").size() >= 1);
        assertEquals(List.of("1"), Sums.rows(database, "SELECT last FROM sum WHERE id = 'w0'"));
        assertEquals(List.of(), Sums.rows(database, "SELECT * FROM cairn_projection_dead"));
      }
    }
  }

  interface Condition {
    boolean isTrue() throws Exception;
  }

  static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.isTrue()) {
      assertTrue(System.nanoTime() < deadline, "it did not come to that");
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void a_refused_event_is_tried_for_ever_where_that_is_declared_until_it_is_taken() throws Exception {
    DataSource database = database(Databases.H2);
    CountDownLatch tries = new CountDownLatch(5);
    Sums sums = new Sums("sum").before(event -> {
      if (event.sequence() == 2 && tries.getCount() > 0) {
        tries.countDown();
        throw new IllegalStateException("not yet");
      }
    });
    JdbcProjection projection = JdbcProjection.of("sums", database, sums).onFailure(FailurePolicy.retry());
    try (ActorSystem system = Wallets.memory(); RunningProjection running = projection.run(system.log("main"))) {
      Wallets.pay(system, "a", 1, 2, 3);
      assertTrue(tries.await(30, TimeUnit.SECONDS));
      assertTrue(running.awaitCaughtUp(SOON));
      assertEquals(List.of("a 6 3 3"), Sums.rows(database, "SELECT * FROM sum"));
    }
  }

  @Test
  void a_worker_that_stays_with_an_event_says_why_to_whoever_asks() throws Exception {
    DataSource database = database(Databases.H2);
    JdbcProjection projection =
        JdbcProjection.of("sums", database, new Strict()).onFailure(FailurePolicy.stopAfter(1));
    Path data = folder.resolve("data");
    try (ActorSystem system = Wallets.sqlite(data).open()) {
      Wallets.pay(system, "a", 666);
      try (RunningProjection running = projection.run(system.log("main"))) {
        JdbcProjectionTest.stopped(running);
      }
      try (dev.cairn.api.StoreInspector inspector = dev.cairn.api.StoreInspector.open(data)) {
        var reader = inspector.readers("main").get(0);
        assertEquals("sums/1/0", reader.name());
        assertEquals(1, reader.waiting());
        assertTrue(reader.trouble().orElseThrow().startsWith("The handler has refused event 1 of wallet a, a Paid,"),
            reader.trouble()::toString);
      }
      assertEquals(0, system.log("main").readers().get(0).offset().position().offset());
    }
  }
}
