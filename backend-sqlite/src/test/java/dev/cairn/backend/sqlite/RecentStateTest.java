package dev.cairn.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Durability;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/**
 * The states that come with every event: wherever the file has them, the stream has the head and the snapshots that it
 * must have, in this opening, in the next one, and after a kill.
 */
class RecentStateTest {
  private static final StreamKey ONE = key("one");
  private static final StreamKey FILLING = key("filling");
  private static final int ENOUGH_TO_SETTLE = 2100;

  @TempDir
  Path folder;

  private final Map<StreamKey, StreamHead> heads = new HashMap<>();
  private final Map<StreamKey, Map<Long, byte[]>> snapshots = new HashMap<>();
  private Backend backend;
  private int states;

  @BeforeEach
  void start() {
    backend = open(folder);
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private static StreamKey key(String name) {
    return new StreamKey("main", "thing", name);
  }

  private static Backend open(Path location) {
    return new SqliteBackendProvider()
        .open(new BackendConfig(location, BackendConfig.Mode.CREATE, Optional.of(Durability.OS), Map.of()));
  }

  private void reopen() {
    backend.close();
    backend = open(folder);
  }

  private StreamHead head(StreamKey stream) {
    return heads.getOrDefault(stream, StreamHead.empty(stream));
  }

  /** A commit behind those that were made already, whether they are stored or stand before it in the same batch. */
  private Commit made(StreamKey stream, int events, int snapshotsBack, Retention retention) {
    StreamHead before = head(stream);
    long last = before.last() + events;
    Optional<Snapshot> snapshot = snapshotsBack < 0
        ? Optional.empty()
        : Optional.of(new Snapshot(last - snapshotsBack, ("state " + ++states).getBytes()));
    Commit commit = new Commit(stream, backend.info().generation(), before.last(),
        Collections.nCopies(events, new byte[10]), snapshot, retention);
    StreamHead after = before.after(commit, Long.MAX_VALUE);
    Map<Long, byte[]> kept = snapshots.computeIfAbsent(stream, any -> new HashMap<>());
    snapshot.ifPresent(state -> kept.put(state.sequence(), state.record()));
    kept.keySet().retainAll(after.snapshots());
    if (after.last() > 0) {
      heads.put(stream, after);
    }
    return commit;
  }

  private static Retention keep(int count, long deleteThrough) {
    return new Retention.Keep(count, deleteThrough, Position.END);
  }

  private Commit light(StreamKey stream) {
    return made(stream, 1, 0, keep(1, 0));
  }

  private Commit filling(int events) {
    return made(FILLING, events, -1, Retention.ALL);
  }

  private Commit purge(StreamKey stream) {
    return made(stream, 0, -1, new Retention.Purge());
  }

  private void store(Commit... list) {
    for (CommitResult result : backend.commit(List.of(list))) {
      assertTrue(result instanceof CommitResult.Stored, result::toString);
    }
  }

  /** Looks at the file as it is now, as a process would that comes after a kill, and then after one more opening. */
  private void assertKept() throws IOException {
    assertKeptBy(backend);
    Path killed = Files.createTempDirectory(folder, "killed");
    for (String file : List.of("cairn.sqlite", "cairn.sqlite-wal")) {
      Files.copy(folder.resolve(file), killed.resolve(file));
    }
    try (Backend next = open(killed)) {
      for (StreamHead head : heads.values()) {
        assertEquals(head, next.claim(head.stream()).head());
      }
      assertKeptBy(next);
    }
    reopen();
    assertKeptBy(backend);
  }

  private void assertKeptBy(Backend looked) {
    assertEquals(Map.copyOf(heads), listed(looked));
    for (StreamHead head : heads.values()) {
      assertRecovers(looked, head, Long.MAX_VALUE, head.snapshots().isEmpty() ? 0 : head.snapshots().getLast());
      long below = 0;
      for (long kept : head.snapshots()) {
        assertRecovers(looked, head, kept - 1, below);
        assertRecovers(looked, head, kept, kept);
        below = kept;
      }
    }
  }

  private static Map<StreamKey, StreamHead> listed(Backend looked) {
    Map<StreamKey, StreamHead> listed = new HashMap<>();
    try (Cursor<StreamHead> streams = looked.streams("main", Optional.empty())) {
      for (StreamHead head = streams.next(); head != null; head = streams.next()) {
        listed.put(head.stream(), head);
      }
    }
    return listed;
  }

  private void assertRecovers(Backend looked, StreamHead head, long atMost, long snapshot) {
    try (Recovery recovery = looked.recover(head.stream(), atMost)) {
      assertEquals(head, recovery.head());
      assertEquals(snapshot, recovery.snapshot().map(Snapshot::sequence).orElse(0L), head::toString);
      recovery.snapshot().ifPresent(
          state -> assertArrayEquals(snapshots.get(head.stream()).get(snapshot), state.record()));
      long from = snapshot == 0 ? head.deletedThrough() : snapshot;
      long events = 0;
      while (recovery.events().next() != null) {
        events++;
      }
      assertEquals(head.last() - from, events, head::toString);
    }
  }

  private void assertHolds(String table, long rows) throws SQLException {
    try (Connection connection = new JDBC().connect("jdbc:sqlite:" + folder.resolve("cairn.sqlite").toUri(),
        new Properties());
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table)) {
      assertEquals(rows, count.getLong(1), table);
    }
  }

  @Test
  void the_newest_state_is_the_only_snapshot_before_it_moves_and_after() throws Exception {
    store(light(ONE));
    store(light(ONE), light(key("two")));
    assertHolds("recent_state", 3);
    assertKept();
    store(filling(ENOUGH_TO_SETTLE));
    assertHolds("recent_state", 0);
    assertHolds("snapshot", 2);
    assertKept();
    store(light(ONE));
    assertHolds("snapshot", 2);
    assertHolds("recent_state", 1);
    assertKept();
    store(filling(ENOUGH_TO_SETTLE));
    assertHolds("snapshot", 2);
    assertKept();
  }

  @Test
  void a_stream_may_change_twice_in_a_list() throws Exception {
    store(light(ONE), light(ONE), light(ONE));
    assertKept();
    store(light(ONE), made(ONE, 1, 0, keep(2, 0)), light(ONE), made(ONE, 0, 0, keep(1, 0)));
    assertKept();
    store(light(ONE), purge(ONE), light(ONE));
    assertKept();
    store(light(ONE), purge(ONE));
    assertKept();
  }

  @Test
  void a_state_may_be_followed_by_snapshots_and_these_by_states() throws Exception {
    store(light(ONE));
    store(made(ONE, 2, 1, keep(2, 0)));
    assertKept();
    store(made(ONE, 3, 0, keep(3, 0)));
    assertKept();
    store(light(ONE));
    assertKept();
    store(made(ONE, 1, -1, Retention.ALL));
    assertKept();
    store(made(ONE, 0, 0, keep(2, 0)));
    assertKept();
    store(light(ONE), filling(ENOUGH_TO_SETTLE));
    assertKept();
  }

  @Test
  void a_state_may_be_followed_by_a_deletion_and_by_a_purge() throws Exception {
    store(light(ONE), light(ONE), light(ONE), light(key("two")));
    store(made(ONE, 0, -1, keep(9, 2)));
    assertKept();
    store(light(ONE), light(key("two")));
    store(made(ONE, 1, 0, keep(1, 4)));
    assertKept();
    store(light(ONE));
    store(purge(ONE));
    assertKept();
    store(light(ONE));
    assertKept();
  }

  @Test
  void a_state_of_more_than_a_page_is_a_snapshot_at_once() throws Exception {
    store(light(ONE));
    Commit small = light(ONE);
    byte[] large = new byte[5000];
    snapshots.get(ONE).put(2L, large);
    store(new Commit(ONE, small.epoch(), 1, small.events(), Optional.of(new Snapshot(2, large)), small.retention()));
    assertHolds("recent_state", 0);
    assertHolds("snapshot", 1);
    assertKept();
  }

  @Test
  void snapshots_of_others_do_not_make_states_move() throws Exception {
    store(light(ONE));
    store(made(key("two"), 1, 0, keep(2, 0)), made(key("two"), 1, 0, keep(2, 0)), purge(key("two")));
    assertHolds("recent_state", 1);
    assertKept();
  }

  @Test
  void any_history_of_states_and_snapshots_is_kept() throws Exception {
    for (long seed = 1; seed <= 10; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int step = 0; step < 40; step++) {
        List<Commit> list = new ArrayList<>();
        for (int left = random.nextInt(1, 5); left > 0; left--) {
          list.add(any(random));
        }
        store(list.toArray(Commit[]::new));
        if (random.nextInt(8) == 0) {
          assertKept();
        }
      }
      assertKept();
    }
  }

  private Commit any(SplittableRandom random) {
    StreamKey stream = key("s" + random.nextInt(4));
    long last = head(stream).last();
    return switch (random.nextInt(16)) {
      case 0 -> purge(stream);
      case 1 -> filling(random.nextInt(1, 500));
      case 2 -> made(stream, random.nextInt(1, 4), 0, keep(random.nextInt(1, 4), random.nextLong(last + 1)));
      case 3 -> made(stream, 1, -1, keep(random.nextInt(1, 4), random.nextLong(last + 1)));
      case 4 -> made(stream, 2, random.nextInt(2), keep(random.nextInt(1, 3), 0));
      case 5 -> made(stream, random.nextInt(1, 3), -1, Retention.ALL);
      case 6 -> made(stream, 1, 0, keep(2, 0));
      default -> light(stream);
    };
  }
}
