package dev.cairn.impl.commit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A batch waits for those who were just answered, where waiting has helped before. */
class GatheringTest {
  private static final long LONG = TimeUnit.HOURS.toNanos(1);

  private final Gathering gathering = new Gathering();

  private boolean waits(int answered, int waiting) {
    gathering.stored(answered, waiting, LONG);
    return gathering.nanosLeft(waiting) > 0;
  }

  @Test
  void it_waits_for_most_of_those_in_flight() {
    assertTrue(waits(32, 32));
    assertTrue(gathering.nanosLeft(55) > 0);
    assertTrue(gathering.isComplete(56));
    assertFalse(gathering.nanosLeft(56) > 0);
  }

  @Test
  void it_waits_at_most_half_as_long_as_a_batch_takes_and_a_millisecond_at_most() {
    gathering.stored(32, 32, 0);
    assertFalse(gathering.nanosLeft(32) > 0);
    gathering.stored(32, 32, LONG);
    assertTrue(gathering.nanosLeft(32) <= TimeUnit.MILLISECONDS.toNanos(1));
  }

  @Test
  void one_actor_alone_never_waits() {
    gathering.stored(1, 0, LONG);
    assertFalse(gathering.nanosLeft(1) > 0);
  }

  @Test
  void a_moment_is_waited_once() {
    assertTrue(waits(32, 32));
    gathering.end(64);
    assertFalse(gathering.nanosLeft(1) > 0);
    assertFalse(gathering.isComplete(1));
  }

  @Test
  void after_each_miss_more_batches_go_without_and_63_at_most() {
    for (int misses = 1; misses <= 8; misses++) {
      assertTrue(waits(2, 8));
      gathering.end(8);
      for (int pass = 1; pass < 1 << Math.min(misses, 6); pass++) {
        assertFalse(waits(2, 8), "batch " + pass + " after " + misses + " misses");
      }
    }
    assertTrue(waits(2, 8));
    gathering.end(9);
    assertTrue(waits(2, 8), "it has helped");
  }
}
