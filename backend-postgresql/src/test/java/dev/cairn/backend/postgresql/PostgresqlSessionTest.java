package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig.Mode;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Durability;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that end in the middle, positions over the loss of a server's tail, and what is in the tables. */
class PostgresqlSessionTest {

  @TempDir
  Path folder;

  private Location fresh() {
    return Location.fresh(folder.resolve("data"));
  }

  private static Position position(CommitResult result) {
    return assertInstanceOf(CommitResult.Stored.class, result).position();
  }

  @Test
  void a_batch_of_which_the_answer_is_lost_is_stored_whole_and_found_by_the_next_session() {
    Location location = fresh();
    try (Wire wire = new Wire(TestServer.port());
        Backend backend = location.with("url", wire.url()).with("timeout-seconds", "1").open()) {
      Location.append(backend, 0, "a");
      wire.swallowAnswers();
      assertThrows(BackendException.Unavailable.class, () -> Location.append(backend, 1, "b", "c"));
      wire.cut();
      assertThrows(BackendException.Unavailable.class, () -> Location.append(backend, 1, "again"));
    }
    try (Backend backend = location.open()) {
      assertEquals(List.of("a", "b", "c"), Location.texts(backend));
      assertEquals(new CommitResult.Conflict(3), Location.append(backend, 1, "b", "c"));
    }
  }

  @Test
  void a_session_of_this_process_that_the_server_still_waits_for_is_ended_by_the_next_one() {
    Location location = fresh();
    try (Wire wire = new Wire(TestServer.port())) {
      Backend backend = location.with("url", wire.url()).with("timeout-seconds", "1").open();
      Location.append(backend, 0, "a");
      wire.goSilent();
      assertThrows(BackendException.Unavailable.class, () -> Location.append(backend, 1, "b"));
      assertThrows(BackendException.Locked.class, location.with("lock-wait-millis", "0")::open);
      backend.close();
      try (Backend next = location.with("lock-wait-millis", "0").open()) {
        assertEquals(List.of("a"), Location.texts(next));
        Location.append(next, 1, "b");
      }
    }
  }

  @Test
  void a_session_whose_row_is_fenced_stores_nothing_more() {
    Location location = fresh();
    try (Backend backend = location.open()) {
      Location.append(backend, 0, "a");
      location.run("UPDATE cairn_opening SET fenced = true");
      BackendException refusal =
          assertThrows(BackendException.Unavailable.class, () -> Location.append(backend, 1, "late"));
      assertTrue(refusal.getMessage().contains("another session"), refusal.getMessage());
      assertEquals(List.of("a"), Location.texts(backend));
    }
  }

  @Test
  void a_read_whose_connection_was_ended_by_the_server_is_read_again() {
    Location location = fresh().withRole();
    try (Backend backend = location.open()) {
      Location.append(backend, 0, "a");
      assertEquals(List.of("a"), Location.texts(backend));
      location.endSessions("pid <> (SELECT pid FROM cairn_opening WHERE NOT fenced)");
      assertEquals(List.of("a"), Location.texts(backend));
      Location.append(backend, 1, "b");
    }
  }

  @Test
  void closing_ends_who_reads_and_who_waits_for_a_connection_long_before_their_time() throws SQLException {
    Location location = fresh().with("connections", "1").with("timeout-seconds", "60");
    try (Connection lock = DriverManager.getConnection(TestServer.url(), "postgres", "")) {
      Backend backend = location.open();
      Location.append(backend, 0, "a");
      lock.setAutoCommit(false);
      PostgresqlServer.execute(lock, "LOCK TABLE " + location.schema() + ".cairn_event IN ACCESS EXCLUSIVE MODE");
      List<CompletableFuture<BackendException.Closed>> readers = Stream.of(1, 2).map(reader -> CompletableFuture
          .supplyAsync(() -> assertThrows(BackendException.Closed.class, () -> Location.texts(backend)),
              work -> Thread.ofPlatform().daemon().start(work)))
          .toList();
      while (!location.ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE"
          + " '%WHERE stream = % AND seq BETWEEN%'").equals("1")) {
        Thread.onSpinWait();
      }
      long began = System.nanoTime();
      backend.close();
      readers.forEach(CompletableFuture::join);
      assertTrue(System.nanoTime() - began < TimeUnit.SECONDS.toNanos(30), "closing waits for readers");
    }
  }

  @Test
  void a_transaction_that_is_held_open_for_long_holds_nobody_up() throws SQLException {
    Location location = fresh();
    try (Backend backend = location.open();
        Connection dump = DriverManager.getConnection(TestServer.url(), "postgres", "")) {
      Location.append(backend, 0, "a");
      dump.setAutoCommit(false);
      dump.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      dump.createStatement().execute("SELECT * FROM " + location.schema() + ".cairn_list");
      for (int last = 1; last < 20; last++) {
        Position shown = position(Location.append(backend, last, "b"));
        try (LogCursor log = backend.log("main", Position.START)) {
          assertEquals(shown, log.horizon());
        }
      }
      dump.rollback();
    }
  }

  @Test
  void on_a_server_that_has_lost_its_tail_no_position_is_given_again_and_no_reader_skips() {
    Location location = fresh();
    Position first;
    Position lost;
    try (Backend backend = location.open(Mode.CREATE, Durability.OS)) {
      first = position(Location.append(backend, 0, "a"));
      Location.append(backend, 1, "b");
      lost = position(Location.append(backend, 2, "c"));
    }
    location.run("DELETE FROM cairn_event WHERE seq > 1"); // as a standby that had not got it
    location.run("DELETE FROM cairn_list WHERE first_offset > 1");
    location.run("UPDATE cairn_stream SET last = 1");
    location.run("UPDATE cairn_location SET server = 'the one that is gone'");
    try (Backend backend = location.open()) {
      Position next = position(Location.append(backend, 1, "d"));
      assertTrue(next.compareTo(lost) > 0, next + " after " + lost);
      assertTrue(next.offset() < lost.offset(), next + " after " + lost);
      assertEquals(List.of("d"), Location.log(backend, lost));
      assertEquals(List.of("d"), Location.log(backend, first));
      assertEquals(List.of("a", "d"), Location.log(backend, Position.START));
      assertEquals(List.of(), Location.log(backend, next));
      assertEquals(List.of(), Location.log(backend, Position.END));
      assertEquals(List.of("d"), Location.log(backend, new Position(lost.generation() + 1, 1)));
      assertEquals(Optional.of(first), lostAfter(backend, lost));
      for (Position kept : List.of(Position.START, first, next, Position.END)) {
        assertEquals(Optional.empty(), lostAfter(backend, kept));
      }
    }
  }

  private static Optional<Position> lostAfter(Backend backend, Position after) {
    try (LogCursor log = backend.log("main", after)) {
      return log.lostAfter();
    }
  }

  @Test
  void a_generation_that_the_server_has_lost_is_not_claimed_again_even_where_its_clock_is_behind() throws IOException {
    Location location = fresh();
    location.open().close();
    Path file = location.folder().resolve("postgresql.properties");
    long ahead = 90_000_000_000L;
    Files.writeString(file, Files.readString(file).replaceFirst("generation=1", "generation=" + ahead));
    try (Backend backend = location.open()) {
      assertEquals(ahead + 2, backend.info().generation(), "older tables were restored into the same server");
    }
    location.run("UPDATE cairn_location SET server = 'the one that is gone'");
    try (Backend backend = location.open()) {
      assertEquals(ahead + 4, backend.info().generation(), "another server took over, and may have lost one session");
    }
  }

  @Test
  void only_a_synced_session_on_tables_that_nobody_has_made_anew_gets_the_next_generation() throws IOException {
    Location location = fresh();
    location.open().close();
    location.open().close();
    assertEquals("2", location.ask("SELECT era FROM cairn_location"));
    location.open(Mode.WRITE, Durability.OS).close();
    assertEquals("4", location.ask("SELECT era FROM cairn_location"), "a crash may take what OS has acknowledged");
    location.run("CREATE TABLE cairn_again (LIKE cairn_location INCLUDING ALL)"); // as a restore makes the tables again
    location.run("INSERT INTO cairn_again SELECT * FROM cairn_location");
    location.run("DROP TABLE cairn_location");
    location.run("ALTER TABLE cairn_again RENAME TO U&\"cairn\\005Flocation\"");
    try (Backend backend = location.open()) {
      assertTrue(backend.info().generation() > 1_000_000_000, "generation " + backend.info().generation());
    }
  }

  @Test
  void batches_without_events_go_after_an_hour_and_the_log_goes_on() throws SQLException {
    Location location = fresh();
    try (Backend backend = location.open()) {
      for (int last = 0; last < 10; last++) {
        Location.append(backend, last, "a");
      }
      Position newest = position(backend.commit(List.of(new Commit(Location.ONE, backend.info().generation(), 10,
          List.of(), Optional.of(new Snapshot(10, new byte[1])), new Retention.Keep(1, 9, Position.END)))).get(0));
      location.run("UPDATE cairn_list SET written = written - interval '2 hours'");
      try (Connection connection = DriverManager.getConnection(TestServer.url(), "postgres", "")) {
        PostgresqlServer.execute(connection, "SET search_path = " + location.schema());
        PostgresqlOldLists old = new PostgresqlOldLists(connection);
        old.look(4);
        assertEquals("6", location.ask("SELECT count(*) FROM cairn_list"));
        old.look(4);
        old.look(4);
      }
      assertEquals("1", location.ask("SELECT count(*) FROM cairn_list"));
      assertEquals(List.of("a"), Location.log(backend, Position.START));
      assertEquals(new Position(newest.generation(), newest.offset() + 1), position(Location.append(backend, 10, "b")));
      assertEquals(List.of("b"), Location.log(backend, newest));
      assertEquals(List.of(), findings(backend));
    }
  }

  private static List<String> findings(Backend backend) {
    List<String> findings = new ArrayList<>();
    backend.verify(found -> findings.add(found.getMessage()));
    return findings;
  }

  @Test
  void what_an_engine_keeps_beside_the_records_is_verified() {
    Location location = fresh();
    StreamKey two = new StreamKey("main", "thing", "two");
    try (Backend backend = location.open()) {
      Location.append(backend, 0, "a", "b", "c");
      Commit commit = new Commit(two, backend.info().generation(), 0, List.of(new byte[1], new byte[1]),
          Optional.of(new Snapshot(2, new byte[1])), Retention.ALL);
      assertInstanceOf(CommitResult.Stored.class, backend.commit(List.of(commit)).get(0));
      assertEquals(List.of(), findings(backend));
      location.run("INSERT INTO cairn_event SELECT stream, 9, list, 9, record FROM cairn_event WHERE seq = 3");
      location.run("INSERT INTO cairn_snapshot SELECT 77, seq, record FROM cairn_snapshot");
      location.run("UPDATE cairn_list SET era = 99 WHERE first_offset = 4");
      String all = String.join("\n", findings(backend));
      for (String word : List.of("does not count it: sequence 9 of /thing/one", "no place in its batch: sequence 9",
          "A snapshot belongs to no stream", "offset 4")) {
        assertTrue(all.contains(word), () -> word + " in: " + all);
      }
    }
  }

  @Test
  void an_event_that_a_server_loses_while_its_stream_is_read_is_no_damage() {
    Location location = fresh();
    try (Backend backend = location.open()) {
      Location.append(backend, 0, "a", "b");
      try (var recovery = backend.recover(Location.ONE, 0)) {
        location.run("DELETE FROM cairn_event WHERE seq = 2"); // as where a standby takes over
        location.run("UPDATE cairn_stream SET last = 1");
        BackendException lost = assertThrows(BackendException.Unavailable.class, () -> {
          while (recovery.events().next() != null) {
            // to the end
          }
        });
        assertTrue(lost.getMessage().contains("has lost its newest events"), lost.getMessage());
      }
    }
  }

  @Test
  void an_event_that_is_missing_is_damage_of_its_stream_and_never_passed_over() {
    Location location = fresh();
    try (Backend backend = location.open()) {
      Location.append(backend, 0, "a", "b", "c");
      location.run("DELETE FROM cairn_event WHERE seq = 2");
      BackendException.Corrupt damage = assertThrows(BackendException.Corrupt.class, () -> {
        try (var recovery = backend.recover(Location.ONE, 0)) {
          while (recovery.events().next() != null) {
            // to the end
          }
        }
      });
      assertEquals(Optional.of(Location.ONE), damage.stream());
      location.run("DELETE FROM cairn_list");
      assertThrows(BackendException.Corrupt.class, () -> Location.texts(backend));
      location.run("UPDATE cairn_stream SET purged = 7");
      assertThrows(BackendException.Corrupt.class, () -> backend.streams("main", Optional.empty()).next());
    }
  }

  @Test
  void a_batch_may_delete_what_it_brought_itself() {
    Location location = fresh();
    try (Backend backend = location.open()) {
      long generation = backend.info().generation();
      List<CommitResult> results = backend.commit(List.of(
          Commit.append(Location.ONE, generation, 0, List.of(new byte[1], new byte[1])),
          new Commit(Location.ONE, generation, 2, List.of(), Optional.of(new Snapshot(2, new byte[1])),
              new Retention.Keep(1, 2, Position.END)),
          Commit.append(Location.ONE, generation, 2, List.of("c".getBytes()))));
      assertEquals(new Position(generation, 2), position(results.get(1)));
      assertEquals(List.of("c"), Location.texts(backend));
      try (LogCursor log = backend.log("main", Position.START)) {
        assertEquals(new Position(generation, 2), log.deletedThrough());
        assertEquals(new Position(generation, 3), log.horizon());
      }
    }
  }

  @Test
  void a_large_batch_goes_in_pieces() {
    Location location = fresh();
    try (Backend backend = location.with("timeout-seconds", "100").open(Mode.CREATE, Durability.OS)) {
      byte[] large = new byte[40 << 20];
      List<Commit> batch = new ArrayList<>();
      for (int number = 0; number < 3; number++) {
        batch.add(Commit.append(new StreamKey("main", "large", "s" + number), backend.info().generation(), 0,
            List.of(large)));
      }
      backend.commit(batch).forEach(PostgresqlSessionTest::position);
      assertEquals("3", location.ask("SELECT count(*) FROM cairn_event WHERE octet_length(record) = 41943040"));
    }
  }
}
