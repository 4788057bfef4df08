package dev.cairn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.api.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualTimeTest {
  private final ManualTime time = new ManualTime(Instant.EPOCH);
  private final List<String> ran = new ArrayList<>();

  private TimeSource.Alarm plan(long seconds, String name) {
    return time.schedule(Duration.ofSeconds(seconds), () -> ran.add(name + " at " + time.now().getEpochSecond()));
  }

  private void advance(long seconds) {
    time.advance(Duration.ofSeconds(seconds));
  }

  @Test
  void time_stands_still_until_it_is_moved() {
    assertEquals(Instant.EPOCH, time.now());
    advance(5);
    assertEquals(Instant.ofEpochSecond(5), time.now());
    assertEquals(Duration.ofSeconds(5).toNanos(), time.nanos());
    assertThrows(IllegalArgumentException.class, () -> advance(-1));
  }

  @Test
  void what_becomes_due_runs_in_its_order_and_at_its_time() {
    plan(3, "three");
    plan(1, "one");
    plan(1, "one more");
    plan(9, "nine");
    advance(3);
    assertEquals(List.of("one at 1", "one more at 1", "three at 3"), ran);
    assertEquals(1, time.planned());
  }

  @Test
  void a_task_that_plans_another_within_the_same_time_sees_it_run() {
    time.schedule(Duration.ofSeconds(1), () -> plan(1, "second"));
    advance(5);
    assertEquals(List.of("second at 2"), ran);
    assertEquals(Instant.ofEpochSecond(5), time.now());
  }

  @Test
  void a_cancelled_task_does_not_run() {
    plan(1, "never").cancel();
    advance(2);
    assertEquals(List.of(), ran);
    assertEquals(0, time.planned());
  }
}
