package dev.cairn.impl.commit;

import dev.cairn.impl.observe.StoreObserver;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.CommitResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Commits that go to the backend with one call.
 *
 * @param commits in the order in which they were handed in
 */
record Batch(List<PendingCommit> commits) {
  static final Batch NONE = new Batch(List.of());

  int size() {
    return commits.size();
  }

  /**
   * Stores them; what a commit is told only now is written into it. A stream that an older session had is claimed,
   * unless somebody else may have had it since: such a commit keeps its epoch, by which the backend refuses it.
   */
  List<Outcome> store(Session session, Holds holds) {
    for (PendingCommit pending : commits) {
      long epoch = pending.commit().epoch();
      if (epoch >= session.aloneSince() && epoch != session.generation()) {
        session.backend().claim(pending.commit().stream(), session.generation());
        epoch = session.generation();
      }
      pending.stamp(epoch, holds);
    }
    try {
      return outcomes(session.backend().commit(commits.stream().map(PendingCommit::commit).toList()));
    } catch (BackendException.Full full) {
      return Collections.nCopies(commits.size(), new Outcome.Refused(full.getMessage() + " Nothing was stored."));
    }
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

  /** Wakes all who wait for them. One who cannot be woken holds up nobody. */
  void wake() {
    for (int i = 0; i < commits.size(); i++) {
      try {
        commits.get(i).wake();
      } catch (Throwable e) {
        // no memory to schedule that thread; it looks for its outcome at its deadline
      }
    }
  }

  /** Wakes who has no time left; returns the least time that anybody else has, or what it is given if that is less. */
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
