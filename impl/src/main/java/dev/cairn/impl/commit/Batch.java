package dev.cairn.impl.commit;

import dev.cairn.impl.observe.StoreObserver;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The commits that go to the backend with one call.
 *
 * @param commits the commits, in the order in which the actors persisted them
 */
record Batch(List<PendingCommit> commits) {
  static final Batch NONE = new Batch(List.of());

  int size() {
    return commits.size();
  }

  /** Stores the commits, and first writes the epoch and the holds of readers into each. */
  List<Outcome> store(Session session, Holds holds) {
    for (PendingCommit pending : commits) {
      pending.stamp(session.epochOf(pending.commit()), holds);
    }
    try {
      return outcomes(session.backend().commit(toStore()));
    } catch (BackendException.Full full) {
      return Collections.nCopies(commits.size(), new Outcome.Refused(full.getMessage() + " Nothing was stored."));
    }
  }

  private List<Commit> toStore() {
    List<Commit> all = new ArrayList<>(commits.size());
    for (PendingCommit pending : commits) {
      all.add(pending.commit());
    }
    return all;
  }

  private List<Outcome> outcomes(List<CommitResult> results) {
    if (results.size() != commits.size()) {
      throw new IllegalStateException(
          "The backend answered " + commits.size() + " commits with " + results.size() + " results.");
    }
    List<Outcome> outcomes = new ArrayList<>(commits.size());
    for (int i = 0; i < commits.size(); i++) {
      outcomes.add(new Outcome.Answered(results.get(i), commits.get(i).commit().epoch()));
    }
    return outcomes;
  }

  /** Wakes every thread that waits for a commit. If one cannot be woken, the others are woken all the same. */
  void wake() {
    for (int i = 0; i < commits.size(); i++) {
      try {
        commits.get(i).wake();
      } catch (Throwable e) {
        // no memory to schedule the thread: it looks for its outcome at its deadline
      }
    }
  }

  /** Wakes the threads whose deadline is over. Returns the least time left of the others, at most {@code nanosLeft}. */
  long wakeExpired(long nanosLeft) {
    return wakeExpired(commits, nanosLeft);
  }

  static long wakeExpired(List<PendingCommit> commits, long nanosLeft) {
    long least = nanosLeft;
    for (PendingCommit pending : commits) {
      long left = pending.nanosLeft();
      if (left <= 0) {
        pending.wake();
      } else {
        least = Math.min(least, left);
      }
    }
    return least;
  }

  void report(StoreObserver observer, boolean synced, long began) {
    int events = 0;
    long bytes = 0;
    for (PendingCommit pending : commits) {
      events += pending.commit().events().size();
      bytes += pending.bytes();
    }
    observer.committed(commits.size(), events, bytes, began - commits.get(0).since(), synced, began);
  }
}
