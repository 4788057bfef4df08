package dev.cairn.impl.commit;

import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.spi.StreamKey;
import java.util.HashSet;
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
        queue.forgetAbandoned();
        return null;
      }
      try {
        next.backend().settle(known);
        lookUp(left, next, cause);
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

  /**
   * From the newest to the oldest: a commit expects those before it in its stream, so they are stored where it is, also
   * if it has deleted their events.
   */
  private void lookUp(Batch left, Session next, Throwable cause) {
    Set<StreamKey> stored = new HashSet<>();
    for (PendingCommit pending : left.commits().reversed()) {
      StreamKey stream = pending.commit().stream();
      Outcome outcome = pending.outcome();
      if (outcome == null) {
        outcome = stored.contains(stream)
            ? pending.storedOutcome()
            : pending.lookUp(next.backend(), cause);
        settle.accept(pending, outcome);
      }
      if (outcome.isStored() || pending.isExpendable() && pending.hasSnapshot(next.backend())) {
        stored.add(stream);
      }
    }
    queue.forgetAbandoned();
  }
}
