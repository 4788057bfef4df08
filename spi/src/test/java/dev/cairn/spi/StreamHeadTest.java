package dev.cairn.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamHeadTest {
  private static final StreamKey KEY = new StreamKey("main", "account", "42");

  private static StreamHead head(long last, long deleted, long purged, Long... snapshots) {
    return new StreamHead(KEY, last, deleted, purged, List.of(snapshots));
  }

  private static Commit commit(long expectedLast, int events, Optional<Long> snapshot, Retention retention) {
    return new Commit(KEY, 1, expectedLast, LongStream.range(0, events).mapToObj(i -> new byte[10]).toList(),
        snapshot.map(sequence -> new Snapshot(sequence, new byte[20])), retention);
  }

  @Test
  void every_head_that_can_be_true_is_taken() {
    assertEquals(0, StreamHead.empty(KEY).events());
    assertEquals(3, head(5, 2, 0, 2L, 5L).events());
    assertEquals(0, head(7, 7, 7).events());
    assertEquals(2, head(9, 7, 7).events());
    assertEquals(0, head(5, 5, 0, 5L).events());
  }

  @ParameterizedTest
  @CsvSource({ "5,2,0,-1", "5,6,6,-1", "5,2,3,-1", "5,3,0,2", "5,0,0,6", "5,-1,-1,-1", "5,0,0,0" })
  void a_head_that_cannot_be_true_is_damage(long last, long deleted, long purged, long snapshot) {
    List<Long> snapshots = snapshot < 0 ? List.of() : List.of(snapshot);
    assertThrows(BackendException.Corrupt.class, () -> new StreamHead(KEY, last, deleted, purged, snapshots));
  }

  @Test
  void snapshots_out_of_order_are_damage() {
    assertThrows(BackendException.Corrupt.class, () -> head(9, 0, 0, 5L, 3L));
  }

  @Test
  void an_old_epoch_is_fenced_before_anything_else_is_said() {
    assertEquals(new CommitResult.Fenced(2),
        head(5, 0, 0).objection(commit(1, 1, Optional.empty(), Retention.ALL), 2, 100));
  }

  @Test
  void a_commit_that_expects_another_last_sequence_is_a_conflict() {
    assertEquals(new CommitResult.Conflict(5),
        head(5, 0, 0).objection(commit(4, 1, Optional.empty(), Retention.ALL), 1, 100));
    assertNull(head(5, 0, 0).objection(commit(5, 1, Optional.empty(), Retention.ALL), 1, 100));
  }

  @Test
  void the_largest_record_is_told() {
    assertEquals(new CommitResult.TooLarge(20),
        head(5, 0, 0).objection(commit(5, 1, Optional.of(6L), Retention.ALL), 1, 19));
  }

  @Test
  void compaction_stops_at_the_oldest_kept_snapshot_and_at_the_slowest_reader() {
    Commit compaction = commit(10, 0, Optional.of(10L), new Retention.Keep(2, 10, Position.END));
    assertEquals(head(10, 8, 0, 8L, 10L), head(10, 0, 0, 5L, 8L).after(compaction, Long.MAX_VALUE));
    assertEquals(head(10, 3, 0, 8L, 10L), head(10, 0, 0, 5L, 8L).after(compaction, 3));
  }

  @Test
  void a_state_alone_leaves_no_event() {
    Commit commit = commit(10, 1, Optional.of(11L), new Retention.Keep(1, 11, Position.END));
    assertEquals(head(11, 11, 0, 11L), head(10, 10, 0, 10L).after(commit, Long.MAX_VALUE));
  }

  @Test
  void numbering_goes_on_after_a_purge() {
    StreamHead purged = head(10, 4, 0, 4L).after(commit(10, 0, Optional.empty(), new Retention.Purge()), 10);
    assertEquals(head(10, 10, 10), purged);
    assertEquals(head(12, 10, 10), purged.after(commit(10, 2, Optional.empty(), Retention.ALL), 12));
  }
}
