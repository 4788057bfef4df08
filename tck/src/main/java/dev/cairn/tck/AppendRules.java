package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules A: what a commit does, and what it leaves alone. */
abstract class AppendRules extends Rules {
  private static final StreamKey ONE = key("one");
  private static final StreamKey OTHER = key("other");

  AppendRules(BackendProvider provider) {
    super(provider);
  }

  private static byte[] tooLarge(Backend backend) {
    return new byte[Math.toIntExact(backend.info().maxRecordBytes() + 1)];
  }

  private static Commit withTooLarge(Backend backend, StreamKey stream) {
    return Commit.append(stream, epoch(backend, stream), 0, List.of(bytes("small"), tooLarge(backend)));
  }

  @Test
  void a1_events_are_numbered_from_one_without_a_gap() {
    Backend backend = open();
    append(backend, ONE, 0, "a", "b");
    append(backend, ONE, 2, "c");
    assertEquals(List.of(1L, 2L, 3L), sequences(backend.events(ONE, 1, Long.MAX_VALUE)));
    assertEquals(List.of("a", "b", "c"), texts(backend, ONE));
    assertEquals(3, head(backend, ONE).last());
  }

  @Test
  void a2_a_commit_that_expects_another_last_sequence_is_a_conflict_and_stores_nothing() {
    Backend backend = open();
    append(backend, ONE, 0, "a", "b");
    assertEquals(new CommitResult.Conflict(2), commit(backend, appending(backend, ONE, 1, "again")));
    assertEquals(new CommitResult.Conflict(2), commit(backend, appending(backend, ONE, 0, "again")));
    assertEquals(new CommitResult.Conflict(2), commit(backend, appending(backend, ONE, 3, "ahead")));
    assertEquals(new CommitResult.Conflict(0), commit(backend, appending(backend, OTHER, 1, "ahead")));
    assertEquals(List.of("a", "b"), texts(backend, ONE));
    assertEquals(List.of(), texts(backend, OTHER));
  }

  @Test
  void a3_a_commit_is_stored_whole_or_not_at_all() {
    Backend backend = open();
    assertInstanceOf(CommitResult.TooLarge.class, commit(backend, withTooLarge(backend, ONE)));
    assertEquals(List.of(), texts(backend, ONE));
    assertEquals(StreamHead.empty(ONE), head(backend, ONE));
    append(backend, ONE, 0, "first");
  }

  @Test
  void a4_a_refused_commit_leaves_its_neighbours_in_the_list_alone() {
    Backend backend = open();
    append(backend, key("fenced"), 0, "z");
    long epoch = epoch(backend, key("fenced"));
    List<CommitResult> results = backend.commit(List.of(
        appending(backend, key("before"), 0, "a"),
        appending(backend, key("conflict"), 7, "b"),
        Commit.append(key("fenced"), epoch + 1, 1, records("c")),
        withTooLarge(backend, key("too large")),
        appending(backend, key("after"), 0, "d")));
    assertInstanceOf(CommitResult.Stored.class, results.get(0));
    assertEquals(new CommitResult.Conflict(0), results.get(1));
    assertEquals(new CommitResult.Fenced(epoch), results.get(2));
    assertInstanceOf(CommitResult.TooLarge.class, results.get(3));
    assertInstanceOf(CommitResult.Stored.class, results.get(4));
    assertEquals(List.of("after", "before", "fenced"),
        all(backend.streams("main", Optional.empty())).stream().map(head -> head.stream().id()).toList());
  }

  @Test
  void a5_one_stream_may_stand_in_a_list_several_times_and_is_served_in_order() {
    Backend backend = open();
    List<CommitResult> results = backend.commit(List.of(
        appending(backend, ONE, 0, "a"), appending(backend, OTHER, 0, "x"), appending(backend, ONE, 1, "b", "c"),
        appending(backend, ONE, 3, "d")));
    results.forEach(result -> assertInstanceOf(CommitResult.Stored.class, result));
    assertEquals(List.of("a", "b", "c", "d"), texts(backend, ONE));
    assertEquals(List.of("x"), texts(backend, OTHER));
  }

  @Test
  void a6_a_commit_sees_the_commits_before_it_in_its_own_list() {
    Backend backend = open();
    List<CommitResult> results = backend.commit(List.of(
        appending(backend, ONE, 0, "a", "b"), appending(backend, ONE, 0, "late"), appending(backend, ONE, 2, "c")));
    assertEquals(new CommitResult.Conflict(2), results.get(1));
    assertInstanceOf(CommitResult.Stored.class, results.get(2));
    assertEquals(List.of("a", "b", "c"), texts(backend, ONE));
  }

  @Test
  void a7_only_the_epoch_that_holds_the_stream_may_write() {
    Backend backend = open();
    append(backend, ONE, 0, "a");
    Claim claim = backend.claim(ONE);
    assertEquals(1, claim.head().last());
    assertEquals(new CommitResult.Fenced(claim.epoch()),
        commit(backend, Commit.append(ONE, claim.epoch() + 1, 1, records("b"))));
    assertEquals(claim, backend.renew(ONE, claim.epoch()));
    store(backend, Commit.append(ONE, claim.epoch(), 1, records("b")));
    try (Recovery recovery = backend.takeOver(ONE)) {
      assertEquals(2, recovery.head().last());
      store(backend, Commit.append(ONE, recovery.epoch(), 2, records("c")));
    }
    assertEquals(List.of("a", "b", "c"), texts(backend, ONE));
  }

  @Test
  void a8_the_largest_record_is_taken_and_one_byte_more_is_refused_with_its_size() {
    Backend backend = open();
    byte[] largest = new byte[Math.toIntExact(backend.info().maxRecordBytes())];
    largest[largest.length - 1] = 42;
    store(backend, Commit.append(ONE, epoch(backend, ONE), 0, List.of(largest)));
    assertArrayEquals(largest, all(backend.events(ONE, 1, 1)).get(0).record());
    assertEquals(new CommitResult.TooLarge(largest.length + 1L),
        commit(backend, Commit.append(ONE, epoch(backend, ONE), 1, List.of(tooLarge(backend)))));
  }

  @Test
  void a9_records_come_back_byte_for_byte() {
    Backend backend = open();
    byte[] every = new byte[256];
    for (int value = 0; value < every.length; value++) {
      every[value] = (byte) value;
    }
    store(backend, new Commit(ONE, epoch(backend, ONE), 0, List.of(every, new byte[0]),
        Optional.of(new Snapshot(2, every)), Retention.ALL));
    assertArrayEquals(every, all(backend.events(ONE, 1, 1)).get(0).record());
    assertArrayEquals(new byte[0], all(backend.events(ONE, 2, 2)).get(0).record());
    assertArrayEquals(every, backend.recover(ONE, 2).snapshot().orElseThrow().record());
  }

  @Test
  void a10_a_commit_without_events_is_accepted_unless_its_snapshot_is_ahead_of_the_stream() {
    Backend backend = open();
    fill(backend, ONE, 5);
    store(backend, keeping(backend, ONE, 3, 9, 0));
    assertEquals(new CommitResult.Conflict(5), commit(backend, keeping(backend, ONE, 6, 9, 0)));
    assertEquals(new CommitResult.Conflict(0), commit(backend, keeping(backend, OTHER, 1, 9, 0)));
    assertEquals(List.of(3L), head(backend, ONE).snapshots());
    assertEquals(5, head(backend, ONE).last());
  }

  @Test
  void a11_a_snapshot_that_is_too_large_refuses_the_events_of_its_commit() {
    Backend backend = open();
    Snapshot snapshot = new Snapshot(1, tooLarge(backend));
    assertEquals(new CommitResult.TooLarge(snapshot.record().length), commit(backend, new Commit(ONE,
        epoch(backend, ONE), 0, records("a"), Optional.of(snapshot), Retention.ALL)));
    assertEquals(StreamHead.empty(ONE), head(backend, ONE));
  }

  @Test
  void a12_what_is_stored_is_visible_to_every_read_that_follows() {
    Backend backend = open();
    for (int last = 0; last < 20; last++) {
      append(backend, ONE, last, "event");
      assertEquals(last + 1, backend.claim(ONE).head().last());
      assertEquals(last + 1, head(backend, ONE).last());
      assertEquals(1, all(backend.events(ONE, last + 1, last + 1)).size());
    }
  }

  @Test
  void a13_a_commit_and_a_list_may_be_larger_than_one_record() {
    Backend backend = open();
    byte[] large = new byte[Math.toIntExact(Math.min(backend.info().maxRecordBytes(), 1 << 20))];
    List<Commit> list = new ArrayList<>();
    for (int number = 0; number < 4; number++) {
      list.add(Commit.append(key("s" + number), epoch(backend, key("s" + number)), 0, Collections.nCopies(8, large)));
    }
    backend.commit(list).forEach(result -> assertInstanceOf(CommitResult.Stored.class, result));
    list.forEach(commit -> assertEquals(8, sequences(backend.events(commit.stream(), 1, 9)).size()));
  }
}
