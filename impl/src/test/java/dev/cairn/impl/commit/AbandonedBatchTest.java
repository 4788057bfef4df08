package dev.cairn.impl.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.impl.backend.BackendCatalogue;
import dev.cairn.impl.backend.Location;
import dev.cairn.spi.Commit;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has taken a batch may fail so that he can say nothing any more: neither to the queue nor to anybody. */
@Timeout(60)
class AbandonedBatchTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void the_committers_thread_finds_it_and_the_one_place_for_callers_is_free_again() {
    try (StoreThreads threads = new StoreThreads()) {
      Sessions sessions = threads.call(() -> new Sessions(Location.of(Path.of("memory"),
          BackendCatalogue.scan(Optional.empty()).choose(Optional.of("memory"))), threads, Duration.ofSeconds(1)));
      CommitQueue queue = new CommitQueue(sessions, false, () -> {});
      PendingCommit lost = handedIn(queue, sessions);
      TakenBatch taken = Objects.requireNonNull(queue.takeHere());
      assertSame(TakenBatch.NONE, queue.take(1), "somebody is at it");
      taken.failure = new StackOverflowError();
      assertSame(taken, queue.take(SECOND));
      assertTrue(queue.abandon(taken));
      assertTrue(!queue.abandon(taken), "the second one changes nothing");
      assertEquals(List.of(lost), queue.abandonedBatch().commits());
      queue.forgetAbandoned(List.of());
      handedIn(queue, sessions);
      TakenBatch next = queue.takeHere();
      assertNotNull(next, "another caller may take one");
      queue.finish(next, System.nanoTime());
      sessions.close();
    }
  }

  private static PendingCommit handedIn(CommitQueue queue, Sessions sessions) {
    PendingCommit pending = new PendingCommit(Commit.append(new StreamKey("main", "chain", "1"),
        sessions.newestGeneration(), 0, List.of(new byte[1])), SECOND);
    assertTrue(queue.put(pending));
    return pending;
  }
}
