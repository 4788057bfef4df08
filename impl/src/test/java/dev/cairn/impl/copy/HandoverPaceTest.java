package dev.cairn.impl.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.impl.copy.Pace.Round;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When the rounds of a hand-over end, and what a round leaves for the next one. */
class HandoverPaceTest {
  private static final StreamKey ONE = new StreamKey("main", "thing", "one");

  private final Pace pace = new Pace(Duration.ofSeconds(1));

  private void round(long millis) {
    pace.add(new Round(5 * millis, 100, TimeUnit.MILLISECONDS.toNanos(500), TimeUnit.MILLISECONDS.toNanos(millis)));
  }

  private int roundsUntilTheEnd(double factor, long first) {
    double millis = first;
    int rounds = 0;
    do {
      round(Math.round(millis));
      millis *= factor;
      rounds++;
    } while (pace.goesOn());
    return rounds;
  }

  @Test
  void one_short_round_is_enough() {
    round(200);
    assertFalse(pace.goesOn());
    assertTrue(pace.hasRoom());
  }

  @Test
  void rounds_that_get_shorter_go_on_until_one_is_short_however_long_the_first_was() {
    assertTrue(roundsUntilTheEnd(0.95, 3_600_000) > 100);
    assertTrue(pace.hasRoom());
  }

  @Test
  void rounds_that_get_no_shorter_end_in_a_pause_that_has_room_for_them() {
    assertEquals(11, roundsUntilTheEnd(1, 400));
    assertTrue(pace.hasRoom());
  }

  @Test
  void rounds_that_are_too_long_and_get_no_shorter_end_within_a_minute_or_four_rounds() {
    assertEquals(60, roundsUntilTheEnd(1, 1000));
    assertFalse(pace.hasRoom());
  }

  @Test
  void a_system_that_writes_faster_than_the_copy_takes_is_told_by_both_rates() {
    assertEquals(4, roundsUntilTheEnd(2, 30_000));
    assertFalse(pace.hasRoom());
    String words = pace.inWords();
    assertTrue(words.contains("the system wrote 1125000 events a second, to 100 streams a round, and the copy took 5000"
        + " a second; its shortest round took 30000 ms, and the pause has room for 500 ms"), words);
  }

  private static StreamHead head(long last) {
    return new StreamHead(ONE, last, 0, 0, List.of());
  }

  @Test
  void what_a_round_has_not_compared_the_next_one_compares_with_what_has_changed_since() {
    Changes changes = new Changes();
    changes.addAll(Map.of(ONE, Set.of(4L), new StreamKey("main", "_types", "x"), Set.of()));
    changes.add(head(7), head(5));
    changes.addAll(Map.of(ONE, Set.of(8L)));
    changes.add(head(12), head(9));
    Changes.Change change = changes.of("main").getFirst();
    assertEquals(5, change.comparedThrough());
    assertTrue(change.mayHaveReplaced(4) && change.mayHaveReplaced(8) && !change.mayHaveReplaced(5));
    assertEquals(1, changes.size());
    changes.clear();
    assertEquals(0, changes.of("main").size());
  }
}
