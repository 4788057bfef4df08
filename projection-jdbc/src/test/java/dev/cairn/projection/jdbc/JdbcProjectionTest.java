package dev.cairn.projection.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.EventFilter;
import dev.cairn.api.EventLog;
import dev.cairn.api.LoggedEvent;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a projection writes, on each database. */
@Timeout(60)
class JdbcProjectionTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir
  Path folder;

  private static void catchUp(RunningProjection running) {
    assertTrue(running.awaitCaughtUp(SOON), () -> running.workers().toString());
  }

  @ParameterizedTest
  @EnumSource
  void every_event_takes_effect_once_also_over_restarts(Databases kind) throws Exception {
    DataSource database = kind.open(folder);
    Sums.create(database, "sum");
    JdbcProjection projection = JdbcProjection.of("sums", database, new Sums("sum")).batch(7, Duration.ofSeconds(1));
    try (ActorSystem system = Wallets.memory()) {
      Wallets.payMany(system, 3, 50);
      try (RunningProjection running = projection.run(system.log("main"))) {
        catchUp(running);
        Wallets.pay(system, "w0", 5);
        catchUp(running);
      }
      Wallets.pay(system, "w1", 7);
      try (RunningProjection running = projection.run(system.log("main"))) {
        catchUp(running);
      }
      assertEquals(List.of("w0 55 51 51", "w1 57 51 51", "w2 50 50 50"),
          Sums.rows(database, "SELECT id, cents, events, last FROM sum ORDER BY id"));
      assertEquals(152, projection.progress().get(0).events());
    }
  }

  @ParameterizedTest
  @EnumSource
  void several_workers_share_the_actors_and_keep_the_order_of_each(Databases kind) throws Exception {
    DataSource database = kind.open(folder);
    Sums.create(database, "sum");
    Set<String> threads = ConcurrentHashMap.newKeySet();
    Sums sums = new Sums("sum").before(event -> threads.add(Thread.currentThread().getName()));
    JdbcProjection projection = JdbcProjection.of("sums", database, sums).workers(3).batch(20, Duration.ofSeconds(1));
    try (ActorSystem system = Wallets.memory()) {
      for (int round = 0; round < 5; round++) {
        Wallets.payMany(system, 12, 4);
      }
      try (RunningProjection running = projection.run(system.log("main"))) {
        catchUp(running);
        assertEquals(List.of("sums/1/0", "sums/1/1", "sums/1/2"),
            system.log("main").readers().stream().map(EventLog.Reader::name).toList());
      }
      assertEquals(List.of("12 240 240"), Sums.rows(database, "SELECT COUNT(*), SUM(events), SUM(last) FROM sum"));
      assertEquals(3, threads.size());
      assertTrue(projection.progress().stream().allMatch(row -> row.events() > 0), "each has a part");
      try (RunningProjection running = projection.workers(2).run(system.log("main"))) {
        assertEquals("The projection sums 1 has 3 workers, whose rows are of their part of the actors, and cannot go on"
            + " with 2. Declare 3, or build another version beside it.", stopped(running).getMessage());
      }
    }
  }

  static Throwable stopped(RunningProjection running) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (running.workers().get(0).state() != RunningProjection.WorkerState.STOPPED) {
      assertTrue(System.nanoTime() < deadline, "it goes on");
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
    return running.workers().get(0).trouble().orElseThrow();
  }

  @Test
  void a_filter_passes_types_and_tags_and_the_offset_moves_past_the_others() throws Exception {
    DataSource database = Databases.H2.open(folder);
    Sums.create(database, "sum");
    List<String> seen = new ArrayList<>();
    Sums sums = new Sums("sum").before(event -> seen.add(event.actorType() + " " + event.id()));
    JdbcProjection all = JdbcProjection.of("cash", database, sums);
    JdbcProjection projection = all.filter(EventFilter.ALL.types("wallet").tags("cash", "coin"));
    try (ActorSystem system = Wallets.memory()) {
      Wallets.pay(system, "a", 1);
      Wallets.payTagged(system, "b", "cash", 2);
      Wallets.payTagged(system, "c", "coin", 3);
      Wallets.payTagged(system, "d", "card", 4);
      Wallets.move(system, "desk");
      try (RunningProjection running = projection.run(system.log("main"))) {
        catchUp(running);
      }
      assertEquals(List.of("wallet b", "wallet c"), seen);
      EventLog log = system.log("main");
      assertEquals(List.of(), log.read(projection.progress().get(0).offset(), 10).events(), "what it does not want");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_withdrawal_comes_in_its_turn_and_in_the_transaction(Databases kind) throws Exception {
    DataSource database = kind.open(folder);
    Sums.create(database, "sum");
    JdbcProjection projection = JdbcProjection.of("sums", database, new Sums("sum"));
    try (ActorSystem system = Wallets.memory(); RunningProjection running = projection.run(system.log("main"))) {
      Wallets.pay(system, "a", 1, 2);
      Wallets.pay(system, "b", 3);
      catchUp(running);
      Wallets.of(system, "a").purge();
      Wallets.pay(system, "a", 10);
      catchUp(running);
      assertEquals(List.of("a 10 3", "b 3 1"), Sums.rows(database, "SELECT id, cents, last FROM sum ORDER BY id"));
    }
  }

  @Test
  void what_the_projection_has_not_written_is_not_deleted_whatever_its_reader_was_given() throws Exception {
    DataSource database = Databases.H2.open(folder);
    Sums.create(database, "sum");
    Sums sums = new Sums("sum").before(event -> {
      if (event.sequence() == 4) {
        throw new IllegalStateException("not this one");
      }
    });
    JdbcProjection projection = JdbcProjection.of("sums", database, sums).onFailure(FailurePolicy.stopAfter(2));
    try (ActorSystem system = Wallets.memory()) {
      Wallets.pay(system, "a", 1, 2, 3, 4, 5);
      try (RunningProjection running = projection.run(system.log("main"))) {
        assertEquals(
            "The handler has refused event 4 of wallet a, a Paid, 2 times, so worker 0 of the projection sums 1"
                + " has stopped before it: not this one",
            stopped(running).getMessage());
      }
      assertEquals(List.of("a 6 3"), Sums.rows(database, "SELECT id, cents, last FROM sum"));
      Wallets.of(system, "a").putSnapshot(5, new Wallets.Sum(15), 1);
      assertTrue(Wallets.of(system, "a").deleteThrough(5) <= 3, "what is not in the database is held");
      sums.before(event -> {});
      try (RunningProjection running = projection.run(system.log("main"))) {
        catchUp(running);
      }
      assertEquals(List.of("a 15 5"), Sums.rows(database, "SELECT id, cents, last FROM sum"));
      assertEquals(5, Wallets.of(system, "a").deleteThrough(5));
    }
  }

  @Test
  void a_handler_cannot_end_the_transaction() throws Exception {
    DataSource database = Databases.H2.open(folder);
    List<String> refused = new ArrayList<>();
    JdbcHandler handler = (connection, event) -> {
      refused.add(assertThrows(IllegalStateException.class, connection::commit).getMessage());
      assertThrows(IllegalStateException.class, connection::rollback);
      assertThrows(IllegalStateException.class, connection::close);
      assertThrows(IllegalStateException.class, () -> connection.setAutoCommit(true));
      connection.rollback(connection.setSavepoint());
    };
    try (ActorSystem system = Wallets.memory()) {
      Wallets.pay(system, "a", 1);
      try (RunningProjection running = JdbcProjection.of("rude", database, handler).run(system.log("main"))) {
        catchUp(running);
      }
    }
    assertEquals(
        "A handler of a projection does not call commit on its connection: the transaction is the projection's,"
            + " which stores how far it has come in it.",
        refused.get(0));
  }

  @Test
  void a_handler_may_write_many_events_with_one_statement() throws Exception {
    DataSource database = Databases.SQLITE.open(folder);
    try (Connection connection = database.getConnection()) {
      connection.createStatement().execute("CREATE TABLE line (id TEXT, seq INTEGER, PRIMARY KEY (id, seq))");
    }
    List<Integer> sizes = new ArrayList<>();
    JdbcHandler lines = new JdbcHandler() {
      @Override
      public void event(Connection connection, LoggedEvent event) {
        throw new IllegalStateException("they come together");
      }

      @Override
      public void events(Connection connection, List<LoggedEvent> events) throws SQLException {
        sizes.add(events.size());
        try (var insert = connection.prepareStatement("INSERT INTO line VALUES (?, ?)")) {
          for (LoggedEvent event : events) {
            insert.setString(1, event.id());
            insert.setLong(2, event.sequence());
            insert.addBatch();
          }
          insert.executeBatch();
        }
      }
    };
    try (ActorSystem system = Wallets.memory()) {
      Wallets.payMany(system, 4, 500);
      JdbcProjection projection = JdbcProjection.of("lines", database, lines).batch(900, Duration.ofSeconds(5));
      try (RunningProjection running = projection.run(system.log("main"))) {
        catchUp(running);
      }
    }
    assertEquals(List.of("2000"), Sums.rows(database, "SELECT COUNT(*) FROM line"));
    assertTrue(sizes.contains(900), sizes::toString);
  }

  @Test
  void names_are_held_against_a_grammar_and_the_tables_can_be_made_before() throws Exception {
    DataSource database = Databases.H2.open(folder);
    JdbcProjection projection = JdbcProjection.of("sums", database, new Sums("sum"));
    for (String bad : List.of("", "x; DROP TABLE y", "a.b.c", "\"a\"", "1a", "a-b", "ä")) {
      assertThrows(IllegalArgumentException.class, () -> projection.tables(bad), bad);
    }
    for (String bad : List.of("", "a b", "a'b", "a/b", "x".repeat(65))) {
      assertThrows(IllegalArgumentException.class, () -> JdbcProjection.of(bad, database, new Sums("sum")), bad);
    }
    Sums.create(database, "sum");
    try (Connection connection = database.getConnection()) {
      connection.createStatement().execute("CREATE SCHEMA own");
      for (String statement : JdbcProjection.ddl("own.progress")) {
        connection.createStatement().execute(statement);
      }
    }
    try (ActorSystem system = Wallets.memory()) {
      Wallets.pay(system, "a", 1);
      try (RunningProjection running = projection.tables("own.progress").run(system.log("main"))) {
        catchUp(running);
      }
      assertEquals(List.of("sums 1"), Sums.rows(database, "SELECT name, events FROM own.progress"));
    }
  }

  @Test
  void a_projection_that_is_removed_holds_nothing_and_its_runner_stops() throws Exception {
    DataSource database = Databases.H2.open(folder);
    Sums.create(database, "sum");
    JdbcProjection projection = JdbcProjection.of("sums", database, new Sums("sum"));
    try (ActorSystem system = Wallets.memory(); RunningProjection running = projection.run(system.log("main"))) {
      Wallets.pay(system, "a", 1);
      catchUp(running);
      projection.remove(system.log("main"));
      assertEquals(List.of(), system.log("main").readers());
      assertEquals("The rows of worker 0 of the projection sums 1 are gone: it was removed.",
          stopped(running).getMessage());
      assertEquals(List.of(), projection.progress());
    }
  }
}
