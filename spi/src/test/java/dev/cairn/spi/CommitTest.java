package dev.cairn.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommitTest {
  private static final StreamKey KEY = new StreamKey("main", "account", "42");
  private static final byte[] RECORD = { 1 };

  private static void refused(String rule, long epoch, long expectedLast, List<byte[]> events,
      Optional<Snapshot> snapshot,
      Retention retention) {
    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
        () -> new Commit(KEY, epoch, expectedLast, events, snapshot, retention));
    assertTrue(refusal.getMessage().contains(rule), refusal.getMessage());
  }

  @Test
  void a_commit_knows_where_it_leaves_the_stream() {
    assertEquals(7, Commit.append(KEY, 1, 5, List.of(RECORD, RECORD)).lastAfter());
  }

  @Test
  void what_no_store_could_take_is_refused_by_its_rule() {
    Optional<Snapshot> none = Optional.empty();
    Optional<Snapshot> third = Optional.of(new Snapshot(3, RECORD));
    refused("epoch starts at 1", 0, 0, List.of(RECORD), none, Retention.ALL);
    refused("never negative", 1, -1, List.of(RECORD), none, Retention.ALL);
    refused("never ahead of its log", 1, 1, List.of(RECORD), third, Retention.ALL);
    refused("changes something", 1, 5, List.of(), none, Retention.ALL);
    refused("a commit of its own", 1, 5, List.of(RECORD), none, new Retention.Purge());
    refused("begins where", 1, 4, List.of(RECORD), Optional.of(new Snapshot(5, RECORD)), new Retention.Begin(5, 0));
    refused("a snapshot, or a purge", 1, 5, List.of(RECORD), none, new Retention.Begin(5, 2));
    refused("nothing purged back", 1, 5, List.of(RECORD), Optional.of(new Snapshot(5, RECORD)),
        new Retention.Begin(5, 5));
  }

  @Test
  void values_that_cannot_be_are_refused() {
    assertThrows(IllegalArgumentException.class, () -> new Snapshot(0, RECORD));
    assertThrows(IllegalArgumentException.class, () -> new Position(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Position(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new StoredEvent(KEY, 0, Position.START, RECORD));
    assertThrows(IllegalArgumentException.class, () -> new Retention.Keep(0, 1, Position.END));
    assertThrows(IllegalArgumentException.class, () -> new Retention.Begin(0, 0));
  }

  @Test
  void positions_are_ordered_by_generation_and_then_by_offset() {
    List<Position> ordered =
        List.of(Position.START, new Position(1, 9), new Position(2, 1), new Position(2, 2), Position.END);
    assertEquals(ordered, ordered.reversed().stream().sorted().toList());
    assertEquals("2:1", ordered.get(2).toString());
  }
}
