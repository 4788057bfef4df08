package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules L: the order over all streams. */
abstract class LogRules extends Rules {
  private static final StreamKey ONE = key("one");
  private static final StreamKey OTHER = key("other");

  LogRules(BackendProvider provider) {
    super(provider);
  }

  private static Position horizon(Backend backend, Position after) {
    try (LogCursor log = log(backend, "main", after)) {
      return log.horizon();
    }
  }

  private static void assertAtLeast(Position lowest, Position actual) {
    assertTrue(actual.compareTo(lowest) >= 0, actual + " is before " + lowest);
  }

  @Test
  void l1_positions_grow_in_commit_order_over_all_streams() {
    Backend backend = open();
    requireClaim(backend.info().globalLog(), "a log over all streams");
    List<Position> positions = new ArrayList<>();
    positions.add(append(backend, ONE, 0, "a", "b"));
    positions.add(append(backend, OTHER, 0, "c"));
    backend.commit(List.of(appending(backend, OTHER, 1, "d"), appending(backend, ONE, 2, "e")))
        .forEach(result -> positions.add(((CommitResult.Stored) result).position()));
    for (int at = 1; at < positions.size(); at++) {
      assertTrue(positions.get(at).compareTo(positions.get(at - 1)) > 0, positions.toString());
    }
    assertTrue(positions.get(0).generation() == backend.info().generation()
        || backend.info().multiProcess() && positions.get(0).generation() > 0, "era " + positions.get(0));
  }

  @Test
  void l2_the_log_shows_every_event_in_commit_order_at_the_position_it_was_acknowledged_with() {
    Backend backend = open();
    append(backend, ONE, 0, "a", "b");
    Position third = append(backend, OTHER, 0, "c");
    Position fourth = append(backend, ONE, 2, "d");
    assertEquals(List.of("a", "b", "c", "d"), texts(log(backend, "main", Position.START)));
    List<StoredEvent> rest = all(log(backend, "main", third));
    assertEquals(List.of(fourth), rest.stream().map(StoredEvent::position).toList());
    assertEquals(ONE, rest.get(0).stream());
    assertEquals(3, rest.get(0).sequence());
    assertEquals(fourth, all(backend.events(ONE, 3, 3)).get(0).position());
  }

  @Test
  void l3_an_empty_log_has_a_horizon() {
    Backend backend = open();
    Position first = horizon(backend, Position.START);
    assertEquals(List.of(), texts(log(backend, "main", first)));
    append(backend, ONE, 0, "a");
    assertEquals(List.of("a"), texts(log(backend, "main", first)));
  }

  @Test
  void l4_the_horizon_covers_what_was_acknowledged_also_where_it_was_deleted_since() {
    Backend backend = open();
    Position stored = append(backend, ONE, 0, "a", "b");
    assertNotEquals(Position.START, stored);
    assertAtLeast(stored, horizon(backend, Position.START));
    assertAtLeast(stored, horizon(backend, stored));
    store(backend, purging(backend, ONE, 2));
    assertAtLeast(stored, horizon(backend, Position.START));
    Position other = append(backend, new StreamKey("second", "thing", "one"), 0, "c");
    assertAtLeast(other, horizon(backend, Position.START));
    backend.close();
    assertAtLeast(other, horizon(open(), Position.START));
  }

  @Test
  void l5_a_commit_without_events_gives_the_newest_position_of_the_location() {
    Backend backend = open();
    requireClaim(backend.info().globalLog(), "a log over all streams");
    append(backend, ONE, 0, "a");
    Position newest = append(backend, OTHER, 0, "b");
    assertNotEquals(Position.START, newest);
    assertEquals(newest, store(backend, keeping(backend, ONE, 1, 9, 0)));
    assertEquals(newest, store(backend, purging(backend, ONE, 1)));
    assertEquals(newest, store(backend, purging(backend, OTHER, 1)));
  }

  @Test
  void l6_reading_on_from_the_horizon_shows_exactly_what_came_after_it() {
    Backend backend = open();
    Position after = Position.START;
    List<String> seen = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      append(backend, ONE, round * 2L, "a" + round, "b" + round);
      try (LogCursor log = log(backend, "main", after)) {
        after = log.horizon();
        seen.addAll(texts(log));
      }
      assertEquals(after, horizon(backend, after));
    }
    assertEquals(List.of("a0", "b0", "a1", "b1", "a2", "b2", "a3", "b3", "a4", "b4"), seen);
  }

  @Test
  void l7_the_log_of_many_events_is_whole() {
    Backend backend = open();
    List<Commit> commits = new ArrayList<>();
    for (int number = 0; number < 3000; number++) {
      commits.add(appending(backend, key("s" + number % 7), number / 7, Integer.toString(number)));
    }
    backend.commit(commits);
    List<String> texts = texts(log(backend, "main", Position.START));
    assertEquals(3000, texts.size());
    for (int number = 0; number < 3000; number++) {
      assertEquals(Integer.toString(number), texts.get(number));
    }
  }

  @Test
  void l8_positions_after_reopening_are_beyond_all_earlier_ones_and_earlier_ones_stay() {
    Backend backend = open();
    Position first = append(backend, ONE, 0, "a");
    Position purged = append(backend, OTHER, 0, "gone");
    store(backend, purging(backend, OTHER, 1));
    backend.close();
    open().close();
    Backend again = open();
    Position second = append(again, ONE, 1, "b");
    assertTrue(second.compareTo(purged) > 0, second + " after " + purged);
    assertEquals(List.of(first, second),
        all(log(again, "main", Position.START)).stream().map(StoredEvent::position).toList());
    assertEquals(List.of("b"), texts(log(again, "main", purged)));
  }
}
