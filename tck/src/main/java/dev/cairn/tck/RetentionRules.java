package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules S: snapshots, what they allow to be deleted, and purging. */
abstract class RetentionRules extends Rules {
  private static final StreamKey ONE = key("one");

  RetentionRules(BackendProvider provider) {
    super(provider);
  }

  private static Commit deleting(Backend backend, int snapshots, long deleteThrough) {
    return new Commit(ONE, epoch(backend, ONE), 0, List.of(), Optional.empty(),
        new Retention.Keep(snapshots, deleteThrough, Position.END));
  }

  @Test
  void s1_events_and_the_snapshot_of_them_are_stored_together() {
    Backend backend = open();
    store(backend, new Commit(ONE, epoch(backend, ONE), 0, records("a", "b"), Optional.of(snapshot(2)),
        Retention.ALL));
    assertEquals(new StreamHead(ONE, 2, 0, 0, List.of(2L)), head(backend, ONE));
    assertArrayEquals(bytes("state 2"), backend.recover(ONE, 2).snapshot().orElseThrow().record());
  }

  @Test
  void s2_a_snapshot_replaces_the_one_of_the_same_sequence() {
    Backend backend = open();
    fill(backend, ONE, 2);
    store(backend, keeping(backend, ONE, 2, 9, 0));
    store(backend, new Commit(ONE, epoch(backend, ONE), 2, List.of(),
        Optional.of(new Snapshot(2, bytes("better"))), Retention.ALL));
    assertEquals(List.of(2L), head(backend, ONE).snapshots());
    assertArrayEquals(bytes("better"), backend.recover(ONE, 2).snapshot().orElseThrow().record());
  }

  @Test
  void s3_the_newest_snapshots_are_kept() {
    Backend backend = open();
    fill(backend, ONE, 9);
    for (long sequence : List.of(2L, 4L, 6L, 8L)) {
      store(backend, keeping(backend, ONE, sequence, 2, 0));
    }
    assertEquals(new StreamHead(ONE, 9, 0, 0, List.of(6L, 8L)), head(backend, ONE));
    assertEquals(Optional.empty(), backend.recover(ONE, 5).snapshot());
  }

  @Test
  void s4_no_event_above_the_oldest_kept_snapshot_is_deleted() {
    Backend backend = open();
    fill(backend, ONE, 9);
    store(backend, keeping(backend, ONE, 4, 9, 0));
    store(backend, keeping(backend, ONE, 8, 2, 9));
    assertEquals(new StreamHead(ONE, 9, 4, 0, List.of(4L, 8L)), head(backend, ONE));
    assertEquals(List.of("5", "6", "7", "8", "9"), texts(backend, ONE));
    assertEquals(List.of("5", "6", "7", "8", "9"), texts(backend.recover(ONE, 4).events()));
  }

  @Test
  void s5_without_a_snapshot_nothing_is_deleted() {
    Backend backend = open();
    fill(backend, ONE, 3);
    store(backend, deleting(backend, 1, 3));
    assertEquals(new StreamHead(ONE, 3, 0, 0, List.of()), head(backend, ONE));
    assertEquals(List.of("1", "2", "3"), texts(backend, ONE));
  }

  @Test
  void s6_no_event_above_the_named_one_is_deleted() {
    Backend backend = open();
    fill(backend, ONE, 9);
    store(backend, keeping(backend, ONE, 8, 1, 2));
    assertEquals(List.of("3", "4", "5", "6", "7", "8", "9"), texts(backend, ONE));
    assertEquals(List.of("3", "4", "5", "6", "7", "8", "9"), texts(log(backend, "main", Position.START)));
    assertEquals(2, head(backend, ONE).deletedThrough());
  }

  @Test
  void s7_what_is_deleted_stays_deleted() {
    Backend backend = open();
    fill(backend, ONE, 9);
    store(backend, keeping(backend, ONE, 8, 1, 7));
    store(backend, deleting(backend, 1, 3));
    append(backend, ONE, 9, "10");
    assertEquals(new StreamHead(ONE, 10, 7, 0, List.of(8L)), head(backend, ONE));
    assertEquals(List.of("8", "9", "10"), texts(backend, ONE));
  }

  @Test
  void s8_a_stream_may_live_on_one_snapshot_alone() {
    Backend backend = open();
    for (long last = 0; last < 3; last++) {
      store(backend, new Commit(ONE, epoch(backend, ONE), last, records("event"),
          Optional.of(snapshot(last + 1)), new Retention.Keep(1, last + 1, Position.START)));
    }
    assertEquals(new StreamHead(ONE, 3, 3, 0, List.of(3L)), head(backend, ONE));
    assertEquals(List.of(), texts(backend, ONE));
    assertEquals(Position.START, deletedThrough(backend));
    backend.close();
    Backend again = open();
    assertEquals(new CommitResult.Conflict(3), commit(again, appending(again, ONE, 0, "again")));
    append(again, ONE, 3, "4");
    assertEquals(List.of("4"), texts(again.recover(ONE, Long.MAX_VALUE).events()));
  }

  @Test
  void s9_a_purge_deletes_everything_and_the_numbering_goes_on() {
    Backend backend = open();
    fill(backend, ONE, 5);
    store(backend, keeping(backend, ONE, 3, 9, 0));
    store(backend, purging(backend, ONE, 5));
    StreamHead tombstone = new StreamHead(ONE, 5, 5, 5, List.of());
    assertEquals(tombstone, head(backend, ONE));
    assertEquals(List.of(tombstone), all(backend.streams("main", Optional.empty())));
    assertEquals(List.of(), texts(log(backend, "main", Position.START)));
    backend.close();
    Backend again = open();
    assertEquals(tombstone, again.claim(ONE).head());
    append(again, ONE, 5, "6");
    assertEquals(new StreamHead(ONE, 6, 5, 5, List.of()), head(again, ONE));
  }

  @Test
  void s10_a_purge_expects_the_last_sequence() {
    Backend backend = open();
    fill(backend, ONE, 5);
    assertEquals(new CommitResult.Conflict(5), commit(backend, purging(backend, ONE, 4)));
    assertEquals(5, texts(backend, ONE).size());
  }

  @Test
  void s11_a_snapshot_of_what_was_deleted_or_purged_is_a_conflict() {
    Backend backend = open();
    fill(backend, ONE, 5);
    store(backend, keeping(backend, ONE, 4, 1, 4));
    assertEquals(new CommitResult.Conflict(5), commit(backend, keeping(backend, ONE, 2, 9, 0)));
    assertEquals(List.of(4L), head(backend, ONE).snapshots());
    store(backend, purging(backend, ONE, 5));
    assertEquals(new CommitResult.Conflict(5), commit(backend, keeping(backend, ONE, 5, 9, 0)));
    try (Recovery recovery = backend.recover(ONE, Long.MAX_VALUE)) {
      assertEquals(new StreamHead(ONE, 5, 5, 5, List.of()), recovery.head());
      assertEquals(Optional.empty(), recovery.snapshot());
      assertNull(recovery.events().next());
    }
  }

  @Test
  void s12_events_and_deletion_may_share_a_commit() {
    Backend backend = open();
    fill(backend, ONE, 4);
    store(backend, new Commit(ONE, epoch(backend, ONE), 4, records("5", "6"), Optional.of(snapshot(5)),
        new Retention.Keep(1, 5, Position.END)));
    assertEquals(new StreamHead(ONE, 6, 5, 0, List.of(5L)), head(backend, ONE));
    assertEquals(List.of("6"), texts(backend, ONE));
  }

  private static Position deletedThrough(Backend backend) {
    try (LogCursor log = log(backend, "main", Position.START)) {
      return log.deletedThrough();
    }
  }

  @Test
  void s13_what_a_reader_of_the_log_has_still_to_read_is_kept() {
    Backend backend = open();
    append(backend, ONE, 0, "1", "2");
    Position read = append(backend, ONE, 2, "3");
    append(backend, ONE, 3, "4", "5");
    store(backend, new Commit(ONE, epoch(backend, ONE), 5, List.of(), Optional.of(snapshot(5)),
        new Retention.Keep(1, 5, read)));
    assertEquals(new StreamHead(ONE, 5, 3, 0, List.of(5L)), head(backend, ONE));
    assertEquals(List.of("4", "5"), texts(log(backend, "main", read)));
    store(backend, new Commit(ONE, epoch(backend, ONE), 5, records("6"), Optional.of(snapshot(6)),
        new Retention.Keep(1, 6, read)));
    assertEquals(List.of("4", "5", "6"), texts(backend, ONE));
  }

  @Test
  void s14_the_log_tells_the_newest_event_that_left_it() {
    Backend backend = open();
    Position first = append(backend, ONE, 0, "1");
    Position second = append(backend, key("other"), 0, "1");
    assertTrue(second.compareTo(first) > 0, second + " comes after " + first);
    assertEquals(Position.START, deletedThrough(backend));
    store(backend, purging(backend, key("other"), 1));
    assertEquals(second, deletedThrough(backend));
    store(backend, keeping(backend, ONE, 1, 1, 1));
    assertEquals(second, deletedThrough(backend), first + " left the log too");
    append(backend, new StreamKey("second", "thing", "one"), 0, "1");
    store(backend, purging(backend, new StreamKey("second", "thing", "one"), 1));
    assertEquals(second, deletedThrough(backend), "the log of another store");
    backend.close();
    assertEquals(second, deletedThrough(open()));
  }

  @Test
  void s15_a_copy_begins_a_stream_in_the_middle() {
    Backend backend = open();
    store(backend, new Commit(ONE, epoch(backend, ONE), 7, records("8", "9"), Optional.of(snapshot(8)),
        new Retention.Begin(7, 3)));
    assertEquals(new StreamHead(ONE, 9, 7, 3, List.of(8L)), head(backend, ONE));
    assertEquals(List.of("8", "9"), texts(backend, ONE));
    store(backend, new Commit(key("tombstone"), epoch(backend, key("tombstone")), 5, List.of(),
        Optional.empty(), new Retention.Begin(5, 5)));
    store(backend, new Commit(key("state"), epoch(backend, key("state")), 5, List.of(), Optional.of(snapshot(5)),
        new Retention.Begin(5, 0)));
    assertEquals(Position.START, deletedThrough(backend));
    backend.close();
    Backend again = open();
    assertEquals(new StreamHead(key("tombstone"), 5, 5, 5, List.of()), head(again, key("tombstone")));
    assertEquals(new StreamHead(key("state"), 5, 5, 0, List.of(5L)), head(again, key("state")));
    append(again, ONE, 9, "10");
  }

  @Test
  void s16_a_stream_that_ever_held_anything_does_not_begin_again() {
    Backend backend = open();
    append(backend, ONE, 0, "1");
    Commit begin = new Commit(ONE, epoch(backend, ONE), 1, records("2"), Optional.empty(),
        new Retention.Begin(1, 1));
    assertEquals(new CommitResult.Conflict(1), commit(backend, begin));
    store(backend, purging(backend, ONE, 1));
    assertEquals(new CommitResult.Conflict(1), commit(backend, begin));
    assertEquals(new StreamHead(ONE, 1, 1, 1, List.of()), head(backend, ONE));
  }
}
