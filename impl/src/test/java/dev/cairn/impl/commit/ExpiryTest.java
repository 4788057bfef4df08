package dev.cairn.impl.commit;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Commit;
import dev.cairn.spi.StreamKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody waits for an outcome longer than he said. */
@Timeout(60)
class ExpiryTest {
  private final CommitQueue queue = new CommitQueue(null, true, () -> {}); // nobody takes from it

  private PendingCommit waiting(Duration patience) {
    PendingCommit pending = new PendingCommit(
        Commit.append(new StreamKey("main", "chain", "1"), 1, 0, List.of(new byte[1])), patience.toNanos());
    assertTrue(queue.put(pending));
    return pending;
  }

  @Test
  void who_is_not_answered_is_woken_when_his_time_is_over() {
    Duration patience = Duration.ofMillis(50);
    try (Expiry expiry = new Expiry(queue, patience.toNanos())) {
      PendingCommit pending = waiting(patience);
      expiry.watch(pending);
      assertNull(pending.await());
      assertTrue(pending.nanosLeft() <= 0);
    }
  }

  @Test
  void who_has_waited_for_a_place_and_has_less_time_than_the_others_is_woken_first() {
    try (Expiry expiry = new Expiry(queue, Duration.ofHours(1).toNanos())) {
      expiry.watch(waiting(Duration.ofHours(1)));
      PendingCommit late = waiting(Duration.ofMillis(50));
      expiry.watch(late);
      assertNull(late.await());
      assertTrue(late.nanosLeft() <= 0);
    }
  }

  @Test
  void who_still_has_time_when_it_closes_is_woken_all_the_same() {
    Expiry expiry = new Expiry(queue, Duration.ofHours(1).toNanos());
    PendingCommit pending = waiting(Duration.ofMillis(200));
    expiry.watch(pending);
    expiry.close();
    assertNull(pending.await());
  }
}
