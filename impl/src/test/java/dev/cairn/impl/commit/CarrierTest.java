package dev.cairn.impl.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cairn.impl.backend.BackendCatalogue;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.observe.StoreObserver;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Position;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Those who wait may keep every carrier of virtual threads; they are woken all the same. */
@Timeout(60)
class CarrierTest {
  private static final Holds NOTHING_HELD = new Holds() {
    @Override
    public Position readThrough(String store) {
      return Position.END;
    }

    @Override
    public void reread(Backend backend) {}
  };

  private static final int WAITERS = 8;
  private static final int COMMITS = 5;

  @TempDir
  Path data;

  private volatile boolean spinning = true;

  /** Before Java 24 it is enough to wait inside {@code synchronized}; spinning keeps a carrier on every release. */
  @BeforeEach
  void keep_all_carriers() throws InterruptedException {
    int carriers =
        Integer.getInteger("jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());
    CountDownLatch begun = new CountDownLatch(carriers);
    for (int i = 0; i < carriers; i++) {
      Thread.startVirtualThread(() -> {
        begun.countDown();
        while (spinning) {
          Thread.onSpinWait();
        }
      });
    }
    begun.await();
  }

  @AfterEach
  void let_go_of_them() {
    spinning = false;
  }

  @Test
  void many_whose_commits_are_synced_together_are_woken_though_no_carrier_is_free() throws Exception {
    Location location = Location.of(data, BackendCatalogue.scan(Optional.empty()).choose(Optional.of("sqlite")));
    Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    try (Committer committer = new Committer(location, NOTHING_HELD, new StoreObserver(List.of()),
        Duration.ofSeconds(20))) {
      List<Thread> threads = new ArrayList<>();
      for (int waiter = 0; waiter < WAITERS; waiter++) {
        StreamKey stream = new StreamKey("main", "chain", String.valueOf(waiter));
        threads.add(Thread.ofPlatform().daemon().start(() -> commits(committer, stream, outcomes)));
      }
      for (Thread thread : threads) {
        thread.join(Duration.ofSeconds(15));
        assertFalse(thread.isAlive(), "nobody has woken it");
      }
    }
    assertEquals(WAITERS * COMMITS, outcomes.size());
    for (Outcome outcome : outcomes) {
      assertInstanceOf(CommitResult.Stored.class, assertInstanceOf(Outcome.Answered.class, outcome).result());
    }
  }

  private static void commits(Committer committer, StreamKey stream, Queue<Outcome> outcomes) {
    committer.read(backend -> backend.claim(stream));
    for (int last = 0; last < COMMITS; last++) {
      outcomes.add(committer.commit(Commit.append(stream, committer.generation(), last, List.of(new byte[10]))));
    }
  }

  @Test
  void who_is_not_answered_is_woken_in_time_though_no_carrier_is_free() throws Exception {
    CommitQueue queue = new CommitQueue(null, true, () -> {}); // nobody takes from it
    Duration patience = Duration.ofMillis(50);
    try (Expiry expiry = new Expiry(queue, patience.toNanos())) {
      Thread waiter = Thread.ofPlatform().daemon().start(() -> {
        PendingCommit pending = new PendingCommit(
            Commit.append(new StreamKey("main", "chain", "1"), 1, 0, List.of(new byte[1])), patience.toNanos());
        queue.put(pending);
        expiry.watch(pending);
        pending.await();
      });
      waiter.join(Duration.ofSeconds(15));
      assertFalse(waiter.isAlive(), "nobody has woken it");
    }
  }
}
