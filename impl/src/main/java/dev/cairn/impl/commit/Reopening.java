package dev.cairn.impl.commit;

import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.StreamKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The way from a lost session to the next one, on the committer's thread. The new session is asked for each commit of
 * the batch that was under way. Before all of them are settled, nothing reads or writes through the new session.
 *
 * @param settle takes a commit and its outcome
 */
record Reopening(Sessions sessions, CommitQueue queue, Holds holds, BiConsumer<PendingCommit, Outcome> settle) {
  private static final GuardedLogger LOG = GuardedLogger.of(Reopening.class);
  private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /**
   * Opens the location, however many attempts this takes. Returns null if the location is closing instead: then the
   * outcome of each commit is unknown.
   */
  @Nullable
  Session run() {
    Throwable cause = sessions.trouble();
    Batch left = queue.abandonedBatch();
    long known = sessions.newestGeneration();
    while (true) {
      Session next = sessions.reopen();
      if (next == null) {
        left.commits().stream().filter(pending -> pending.outcome() == null)
            .forEach(pending -> settle.accept(pending, new Outcome.Unknown(cause)));
        queue.forgetAbandoned(List.of());
        return null;
      }
      try {
        next.backend().settle(known);
        lookUp(left, next, cause);
        left = Batch.NONE;
        if (next.aloneSince() > known) {
          holds.reread(next.backend());
        }
        if (sessions.publish(next)) {
          return next;
        }
      } catch (Throwable e) {
        LOG.log(System.Logger.Level.WARNING,
            () -> "The store failed again while it was asked for the commits of the batch that had failed.", e);
        LockSupport.parkNanos(this, BREATH_NANOS);
      }
    }
  }

  private void lookUp(Batch left, Session next, Throwable cause) {
    Map<PendingCommit, Outcome> outcomes = outcomes(left, next, cause);
    boolean wasAway = next.keepsWhatItTold() && cause instanceof BackendException.Unavailable;
    Set<PendingCommit> again = wasAway && next.backend().info().waits() ? missing(left, outcomes) : Set.of();
    left.commits().stream().filter(pending -> !again.contains(pending))
        .forEach(pending -> settle.accept(pending, outcomes.get(pending)));
    queue.forgetAbandoned(List.copyOf(again));
  }

  /**
   * From the newest to the oldest: a commit expects those before it in its stream, so they are stored where it is, also
   * if it has deleted their events.
   */
  private static Map<PendingCommit, Outcome> outcomes(Batch left, Session next, Throwable cause) {
    Map<PendingCommit, Outcome> outcomes = new HashMap<>();
    Set<StreamKey> stored = new HashSet<>();
    for (PendingCommit pending : left.commits().reversed()) {
      StreamKey stream = pending.commit().stream();
      Outcome outcome = pending.outcome();
      if (outcome == null) {
        outcome = stored.contains(stream)
            ? pending.storedOutcome()
            : pending.lookUp(next.backend(), cause);
      }
      outcomes.put(pending, outcome);
      if (outcome.isStored() || pending.isExpendable() && pending.hasSnapshot(next.backend())) {
        stored.add(stream);
      }
    }
    return outcomes;
  }

  /**
   * The commits that an engine in another process did not get, or has taken back, while somebody waits for them: it was
   * away, and is well again. One that follows such a commit in its stream is sent again with it.
   */
  private static Set<PendingCommit> missing(Batch left, Map<PendingCommit, Outcome> outcomes) {
    Set<PendingCommit> missing = new LinkedHashSet<>();
    Map<StreamKey, Long> lasts = new HashMap<>();
    for (PendingCommit pending : left.commits()) {
      Commit commit = pending.commit();
      boolean isNext = outcomes.get(pending) instanceof Outcome.Absent
          || lasts.getOrDefault(commit.stream(), -1L) == commit.expectedLast();
      if (pending.outcome() == null && isNext && pending.maySendAgain()) {
        missing.add(pending);
        lasts.put(commit.stream(), commit.lastAfter());
      }
    }
    return missing;
  }
}
