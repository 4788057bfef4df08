package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session knows of its streams, and what the tables have. */
class PostgresqlMemoryTest {
  private static final StreamKey TWO = new StreamKey("main", "thing", "two");

  @TempDir
  Path folder;

  private Location location(String writers) {
    return Location.fresh(folder.resolve("data")).with("writers", writers);
  }

  private static void store(Backend backend, Commit... commits) {
    backend.commit(List.of(commits)).forEach(result -> assertInstanceOf(CommitResult.Stored.class, result));
  }

  private static Commit append(StreamKey stream, long epoch, long last) {
    return Commit.append(stream, epoch, last, List.of(new byte[10]));
  }

  private static StreamHead head(Backend backend) {
    return head(backend, Location.ONE);
  }

  private static StreamHead head(Backend backend, StreamKey stream) {
    try (var recovery = backend.recover(stream, Long.MAX_VALUE)) {
      return recovery.head();
    }
  }

  @Test
  void what_another_process_lets_go_stays_gone_when_the_owner_goes_on() {
    Location location = location("many");
    try (Backend owner = location.open(); Backend other = location.in(folder.resolve("other")).open()) {
      long epoch = owner.claim(Location.ONE).epoch();
      for (int last = 0; last < 4; last++) {
        store(owner, append(Location.ONE, epoch, last));
      }
      store(owner, snapshot(epoch, 2), snapshot(epoch, 3));
      letGo(other, 4, 2);
      store(owner, append(Location.ONE, epoch, 4));
      assertEquals(new StreamHead(Location.ONE, 5, 2, 0, List.of(3L)), head(owner));
      store(owner, append(Location.ONE, epoch, 5), snapshot(epoch, 6));
      assertEquals(new StreamHead(Location.ONE, 6, 2, 0, List.of(3L, 6L)), head(owner));
      letGo(other, 6, 5);
      CommitResult late = owner.commit(List.of(append(Location.ONE, epoch, 6), snapshot(epoch, 3))).get(1);
      assertEquals(new CommitResult.Conflict(7), late, "the snapshot at 3 is below what is gone");
      assertEquals(new StreamHead(Location.ONE, 7, 5, 0, List.of(6L)), head(owner));
    }
  }

  private static Commit snapshot(long epoch, long at) {
    return new Commit(Location.ONE, epoch, at, List.of(), Optional.of(new Snapshot(at, new byte[1])), Retention.ALL);
  }

  private static void letGo(Backend other, long last, long through) {
    store(other, new Commit(Location.ONE, Commit.NO_EPOCH, last, List.of(), Optional.empty(),
        new Retention.Keep(1, through, Position.END)));
  }

  @Test
  void one_stream_that_was_taken_over_holds_no_other_up_and_its_commit_is_fenced() {
    Location location = location("many");
    try (Backend first = location.open(); Backend second = location.in(folder.resolve("second")).open()) {
      long one = first.claim(Location.ONE).epoch();
      long two = first.claim(TWO).epoch();
      store(first, append(Location.ONE, one, 0), append(TWO, two, 0));
      long taken = second.claim(Location.ONE).epoch();
      assertEquals(new CommitResult.Fenced(taken),
          first.commit(List.of(append(TWO, two, 1), append(Location.ONE, one, 1))).get(1));
      store(first, append(TWO, two, 2));
      store(second, append(Location.ONE, taken, 1));
      long back = first.claim(Location.ONE).epoch();
      store(first, append(Location.ONE, back, 2), append(TWO, two, 3));
      assertEquals(new CommitResult.Fenced(back), second.commit(List.of(append(Location.ONE, taken, 2))).get(0));
    }
  }

  @Test
  void a_session_that_was_settled_stores_nothing_on_top_of_a_stream_that_it_knows() {
    Location location = location("many");
    try (Backend lost = location.open(); Backend other = location.in(folder.resolve("other")).open()) {
      long epoch = lost.claim(Location.ONE).epoch();
      store(lost, append(Location.ONE, epoch, 0));
      store(lost, append(Location.ONE, epoch, 1));
      other.settle(lost.info().generation());
      assertThrows(BackendException.Unavailable.class, () -> lost.commit(List.of(append(Location.ONE, epoch, 2))));
      assertEquals(2, head(other).last());
      assertEquals("2", location.ask("SELECT count(*) FROM cairn_event"));
    }
  }

  /** The row of one stream is new while the batch waits for it, but says the same. */
  @ParameterizedTest
  @ValueSource(strings = { "one", "two", "zero" })
  void a_batch_passes_over_no_stream_whose_row_somebody_else_changes_meanwhile(String changed) throws Exception {
    Location location = location("many").withRole();
    List<StreamKey> keys = List.of(TWO, new StreamKey("main", "thing", "zero"), Location.ONE);
    try (Backend backend = location.open();
        Connection other = DriverManager.getConnection(TestServer.url(), "postgres", "")) {
      Map<StreamKey, Long> epochs = new HashMap<>();
      keys.forEach(key -> epochs.put(key, backend.claim(key).epoch()));
      keys.forEach(key -> store(backend, append(key, epochs.get(key), 0)));
      other.setAutoCommit(false);
      PostgresqlServer.execute(other,
          "UPDATE " + location.schema() + ".cairn_stream SET purged = purged WHERE name = '" + changed + "'");
      FutureTask<List<CommitResult>> results = new FutureTask<>(
          () -> backend.commit(keys.stream().map(key -> append(key, epochs.get(key), 1)).toList()));
      Thread.ofPlatform().start(results);
      while (location.ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = '"
          + location.schema() + "'").equals("0")) {
        Thread.onSpinWait();
      }
      other.commit();
      results.get().forEach(result -> assertInstanceOf(CommitResult.Stored.class, result));
      keys.forEach(key -> assertEquals(2, head(backend, key).last()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = { 1, 2 })
  void a_batch_with_a_stream_whose_row_is_gone_is_stored_nowhere(int streams) {
    Location location = location("one");
    try (Backend backend = location.open()) {
      long epoch = backend.claim(Location.ONE).epoch();
      store(backend, append(Location.ONE, epoch, 0), append(TWO, epoch, 0));
      location.run("DELETE FROM cairn_stream WHERE name = 'one'");
      List<Commit> batch = List.of(append(Location.ONE, epoch, 1), append(TWO, epoch, 1)).subList(0, streams);
      assertThrows(BackendException.Unavailable.class, () -> backend.commit(batch));
      assertEquals("2", location.ask("SELECT count(*) FROM cairn_event"));
      assertEquals("1", location.ask("SELECT max(last) FROM cairn_stream"));
    }
  }
}
