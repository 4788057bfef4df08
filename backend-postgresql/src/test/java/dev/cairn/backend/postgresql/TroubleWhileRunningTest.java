package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.EventLog;
import dev.cairn.api.PersistException;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with the database while systems are open: each is told, in time, and nothing is lost. */
@Timeout(60)
class TroubleWhileRunningTest {
  private static final Duration DEADLINE = Duration.ofSeconds(4);
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final String ACTOR = "one";

  @TempDir
  Path folder;

  private final List<ActorSystem> systems = new ArrayList<>();

  @AfterEach
  void close() {
    systems.forEach(ActorSystem::close);
  }

  private ActorSystem open(Location location) {
    return open(location, DEADLINE);
  }

  private ActorSystem open(Location location, Duration deadline) {
    ActorSystem.Builder builder = ActorSystem.builder().data(folder.resolve("data" + systems.size()))
        .backend("postgresql").persistDeadline(deadline).askTimeout(Duration.ofSeconds(20));
    location.with("timeout-seconds", "2").settings().forEach(builder::setting);
    ActorSystem system = builder.open();
    systems.add(system);
    return system;
  }

  private static Location location() {
    return new Location(Path.of("."), TestServer.settings()).with("writers", "many");
  }

  private static long note(ActorSystem system, String actor, String word) {
    return system.entity(Notebook.TYPE, actor).ask(word, new Notebook.Note(word));
  }

  private static long count(ActorSystem system, String actor) {
    return system.entity(Notebook.TYPE, actor).ask(new Notebook.Count());
  }

  /** What a persist is told, within its time. */
  private static PersistException told(ActorSystem system, String word) {
    long began = System.nanoTime();
    PersistException told = assertThrows(PersistException.class, () -> note(system, ACTOR, word));
    assertTrue(System.nanoTime() - began < MOST_NANOS, "it takes too long");
    return told;
  }

  /** Gives a command until it is done. */
  private static long insist(ActorSystem system, String word) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try {
        return note(system, ACTOR, word);
      } catch (AlreadyDone done) {
        return done.sequence();
      } catch (PersistException | RecoveryFailed e) {
        assertTrue(System.nanoTime() < deadline, e.getMessage());
      }
    }
  }

  @Test
  void a_password_that_is_changed_is_told_and_with_the_right_one_again_all_goes_on() {
    Location location = location();
    String role = "asked_" + location.schema();
    TestServer.run("CREATE ROLE " + role + " LOGIN PASSWORD 'open-sesame'",
        "CREATE SCHEMA " + location.schema() + " AUTHORIZATION " + role);
    ActorSystem system = open(location.with("user", role).with("password", "open-sesame"));
    assertEquals(1, note(system, ACTOR, "a"));
    TestServer.run("ALTER ROLE " + role + " PASSWORD 'open-barley'",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + role + "'");
    String words = told(system, "b").getMessage();
    assertTrue(words.contains("password authentication failed"), words);
    assertFalse(words.contains("open-"), words);
    TestServer.run("ALTER ROLE " + role + " PASSWORD 'open-sesame'");
    assertEquals(2, insist(system, "b"));
    assertEquals(2, count(system, ACTOR));
  }

  @Test
  void a_database_that_is_gone_is_told_and_is_not_made_anew() {
    Location location = location();
    String name = "gone_" + location.schema();
    TestServer.run("CREATE DATABASE " + name);
    Location there = location.with("url", TestServer.url(name));
    ActorSystem system = open(there);
    assertEquals(1, note(system, ACTOR, "a"));
    TestServer.run("DROP DATABASE " + name + " WITH (FORCE)");
    String words = told(system, "b").getMessage();
    assertTrue(words.contains("does not exist"), words);
    assertThrows(StoreRefused.class, () -> open(there));
    assertEquals("0", TestServer.ask("SELECT count(*) FROM pg_database WHERE datname = '" + name + "'"));
  }

  @Test
  void a_schema_that_is_dropped_is_told_and_is_not_made_anew() {
    Location location = location();
    ActorSystem system = open(location);
    assertEquals(1, note(system, ACTOR, "a"));
    TestServer.run("DROP SCHEMA " + location.schema() + " CASCADE");
    told(system, "b");
    RecoveryFailed refused = assertThrows(RecoveryFailed.class, () -> count(system, "another"));
    assertTrue(refused.getMessage().contains("has held a store"), refused.getMessage());
    assertEquals("0", TestServer.ask("SELECT count(*) FROM pg_namespace WHERE nspname = '" + location.schema() + "'"));
  }

  @Test
  void at_the_limit_of_connections_persists_go_on_and_who_needs_one_more_is_told() {
    Location location = location();
    String role = location.schema();
    TestServer.run("CREATE ROLE " + role + " LOGIN", "GRANT CREATE ON DATABASE postgres TO " + role);
    ActorSystem system = open(location.with("user", role), Duration.ofSeconds(20));
    assertEquals(1, note(system, ACTOR, "a"));
    String reading = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + role
        + "' AND pid NOT IN (SELECT pid FROM " + role + ".cairn_opening WHERE NOT fenced)";
    TestServer.run("ALTER ROLE " + role + " CONNECTION LIMIT 1", reading);
    assertEquals(2, note(system, ACTOR, "b"));
    RecoveryFailed refused = assertThrows(RecoveryFailed.class, () -> note(system, "two", "x"));
    assertTrue(refused.getMessage().contains("too many connections"), refused.getMessage());
    StoreUnavailable full = assertThrows(StoreUnavailable.class, () -> open(location.with("user", role)));
    assertTrue(full.getMessage().contains("too many connections"), full.getMessage());
    assertEquals(3, note(system, ACTOR, "c"));
    TestServer.run("ALTER ROLE " + role + " CONNECTION LIMIT -1");
    assertEquals(1, note(system, "two", "x"));
    assertEquals(1, count(open(location.with("user", role)), "two"));
  }

  @Test
  void a_dump_that_takes_long_holds_up_neither_commits_nor_readers_nor_a_compaction_nor_a_new_session()
      throws Exception {
    Location location = location();
    ActorSystem first = open(location);
    ActorSystem second = open(location);
    BlockingQueue<Long> read = new LinkedBlockingQueue<>();
    EventLog.Following following = second.log("main").follow("all", event -> read.add(event.sequence()));
    assertEquals(1, note(first, ACTOR, "word 1"));
    try (Connection dump = dump(location)) {
      for (int word = 2; word <= 40; word++) { // with snapshots, each of which lets events go
        assertEquals(word, note(first, ACTOR, "word " + word));
      }
      for (long sequence = 1; sequence <= 40; sequence++) {
        assertEquals(sequence, read.poll(20, TimeUnit.SECONDS));
      }
      ActorSystem third = open(location);
      assertEquals(40, count(third, ACTOR), "it has taken the actor over");
      awaitCompaction(third, location);
      assertEquals("1", oneOf(dump, "SELECT count(*) FROM cairn_event e JOIN cairn_stream s ON s.id = e.stream"
          + " WHERE s.type = 'notebook'"), "the dump has its own moment");
    }
    assertTrue(following.trouble().isEmpty());
  }

  /** The dump of a database locks all tables, and sees one moment of them. */
  private static Connection dump(Location location) throws SQLException {
    Connection dump = DriverManager.getConnection(TestServer.url(), "postgres", "");
    dump.setAutoCommit(false);
    dump.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    PostgresqlServer.execute(dump, "SET search_path = " + location.schema());
    PostgresqlServer.execute(dump, "LOCK TABLE cairn_location, cairn_era, cairn_opening, cairn_stream, cairn_event,"
        + " cairn_list, cairn_snapshot, cairn_reclaimed, cairn_hold IN ACCESS SHARE MODE");
    oneOf(dump, "SELECT count(*) FROM cairn_event");
    return dump;
  }

  private static String oneOf(Connection connection, String question) throws SQLException {
    try (var statement = connection.createStatement(); var row = statement.executeQuery(question)) {
      return row.next() ? row.getString(1) : "";
    }
  }

  private static void awaitCompaction(ActorSystem system, Location location) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    for (int word = 41; location.ask("SELECT max(deleted) FROM cairn_stream WHERE type = 'notebook'").equals("0");
        word++) {
      assertTrue(System.nanoTime() < deadline, "nothing is compacted");
      assertEquals(word, note(system, ACTOR, "word " + word));
      LockSupport.parkNanos(20_000_000);
    }
  }
}
