package dev.cairn.impl.commit;

import dev.cairn.spi.StreamKey;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The commits that nobody waits for any more, but which the backend may still store. What is read of their streams may
 * be old in the next moment. Any thread may call.
 */
final class UnsettledStreams {
  private final Map<StreamKey, OpenCommits> streams = new ConcurrentHashMap<>();

  private static final class OpenCommits {
    private final Set<PendingCommit> commits = new HashSet<>(); // changed within compute only
    private final CountDownLatch none = new CountDownLatch(1);
  }

  void add(PendingCommit pending) {
    streams.compute(pending.commit().stream(), (stream, before) -> {
      OpenCommits unsettled = before == null ? new OpenCommits() : before;
      unsettled.commits.add(pending);
      return unsettled;
    });
  }

  void remove(PendingCommit pending) {
    if (!streams.isEmpty()) {
      streams.computeIfPresent(pending.commit().stream(), (stream, unsettled) -> {
        unsettled.commits.remove(pending);
        if (!unsettled.commits.isEmpty()) {
          return unsettled;
        }
        unsettled.none.countDown();
        return null;
      });
    }
  }

  /** Waits until all commits to a stream are settled; false if the time is over before. */
  boolean await(StreamKey stream, long nanos) {
    OpenCommits unsettled = streams.get(stream);
    try {
      return unsettled == null || unsettled.none.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
