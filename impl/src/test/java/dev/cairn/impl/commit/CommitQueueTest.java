package dev.cairn.impl.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.impl.Patience;
import dev.cairn.spi.Commit;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What waits for the store is bounded. */
class CommitQueueTest {
  private final CommitQueue queue = new CommitQueue(null, false, () -> {}); // nothing is taken to be stored

  private static PendingCommit commit(int bytes) {
    return new PendingCommit(Commit.append(new StreamKey("main", "chain", "1"), 1, 0, List.of(new byte[bytes])), 0);
  }

  @Test
  void it_is_full_after_4096_commits_and_has_room_again_when_one_is_taken_back() {
    PendingCommit first = commit(1);
    assertTrue(queue.put(first));
    for (int i = 2; i <= 4096; i++) {
      assertTrue(queue.put(commit(1)));
    }
    assertFalse(queue.put(commit(1)));
    assertTrue(queue.takeBack(first));
    assertTrue(queue.put(commit(1)));
    assertEquals(4096, queue.drain().size());
  }

  @Test
  void it_is_full_with_four_mebibytes_and_has_room_again_when_they_are_taken() {
    assertTrue(queue.put(commit((4 << 20) - 1)));
    assertTrue(queue.put(commit(1)));
    assertFalse(queue.put(commit(1)));
    assertEquals(2, queue.drain().size());
    assertTrue(queue.put(commit(1)));
  }

  @Test
  void what_is_larger_than_all_that_may_wait_is_taken_alone() {
    assertTrue(queue.put(commit(5 << 20)));
    assertFalse(queue.put(commit(1)));
    assertEquals(1, queue.drain().size());
  }

  @Test
  void commits_that_no_thread_waits_for_are_called_for_at_once_when_there_are_enough() {
    AtomicInteger calls = new AtomicInteger();
    CommitQueue unled = new CommitQueue(null, false, calls::incrementAndGet);
    for (int i = 0; i < 16; i++) {
      unled.put(new HandedInCommit(commit(1).commit(), 0, () -> {}));
    }
    Patience.until(() -> calls.get() == 2); // when the first one came, and when there were enough
  }
}
