package dev.cairn.impl.commit;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A commit on its way to the backend, and the one thread that waits for it. */
class PendingCommit {
  private static final int MOST_SENDINGS = 4;

  private final long bytes;
  private final long deadline;
  private final long since = System.nanoTime();
  private final Thread waiter = Thread.currentThread();
  private Commit commit;
  private int sendings;
  private volatile @Nullable Outcome outcome;
  private volatile boolean leads;

  PendingCommit(Commit commit, long patienceNanos) {
    this.commit = commit;
    this.deadline = since + patienceNanos;
    long sum = commit.snapshot().map(snapshot -> snapshot.record().length).orElse(0);
    for (byte[] event : commit.events()) {
      sum += event.length;
    }
    this.bytes = sum;
  }

  final Commit commit() {
    return commit;
  }

  /** The size of its records. */
  public final long bytes() {
    return bytes;
  }

  /** The time of the persist, as {@link System#nanoTime}. */
  final long since() {
    return since;
  }

  /** Whether the deadline is before a moment of {@link System#nanoTime}. */
  final boolean isDueBefore(long moment) {
    return deadline - moment < 0;
  }

  /** Whether the commit has been waiting for that long. */
  final boolean waitsFor(long nanos) {
    return System.nanoTime() - since >= nanos;
  }

  /** Whether it has an epoch that is before another one. */
  final boolean isBefore(long epoch) {
    return commit.epoch() != Commit.NO_EPOCH && commit.epoch() < epoch;
  }

  final long nanosLeft() {
    return deadline - System.nanoTime();
  }

  /** Whether it may be sent once more, after a session in which it was not stored. Counts how often that is. */
  final boolean maySendAgain() {
    return ++sendings < MOST_SENDINGS && nanosLeft() > 0;
  }

  /** True for a snapshot alone: no event is lost with it, so no session has to look for it. */
  final boolean isExpendable() {
    return commit.events().isEmpty() && commit.retention() instanceof Retention.Keep;
  }

  /** Writes the epoch into the commit, and the position that all readers have read. */
  final void stamp(long epoch, Holds holds) {
    Retention retention = commit.retention();
    if (retention instanceof Retention.Keep keep && keep.deleteThrough() > 0) {
      retention =
          new Retention.Keep(keep.snapshots(), keep.deleteThrough(), holds.readThrough(commit.stream().store()));
    }
    if (commit.epoch() != epoch || retention != commit.retention()) {
      commit = new Commit(commit.stream(), epoch, commit.expectedLast(), commit.events(), commit.snapshot(), retention);
    }
  }

  /** Sets the outcome. The waiting thread has still to be woken. */
  final void answer(Outcome result) {
    outcome = result;
  }

  /** Lets the waiting thread look whether there is an outcome, or its deadline is over. */
  void wake() {
    if (waiter != Thread.currentThread()) {
      LockSupport.unpark(waiter);
    }
  }

  /** The outcome; null while it is not known. */
  @Nullable
  final Outcome outcome() {
    return outcome;
  }

  /** Lets the waiting thread store the waiting commits; false if no thread waits. */
  boolean lead() {
    leads = true;
    wake();
    return true;
  }

  /**
   * Waits for the outcome. An interrupt does not end the wait: otherwise an event could be stored and its actor would
   * not know.
   *
   * @return null if there is none by the deadline, or if this thread has to store the waiting commits
   */
  @Nullable
  final Outcome await() {
    boolean interrupted = false;
    while (outcome == null && !leads && nanosLeft() > 0) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    leads = false;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return outcome;
  }

  /**
   * Looks for this commit in the session after the one that failed. The records of the commit hold its name, and no
   * other commit has this name. So equal bytes at the expected sequence are this commit. Another system may have
   * written since, and may have deleted the records that would tell.
   */
  final Outcome lookUp(Backend backend, Throwable cause) {
    StreamHead head = head(backend);
    return commit.retention() instanceof Retention.Purge ? purge(head, cause) : events(head, backend, cause);
  }

  /** The claim of the old session holds for this one, unless another process has the stream now. */
  private StreamHead head(Backend backend) {
    try {
      return backend.renew(commit.stream(), commit.epoch()).head();
    } catch (BackendException.Fenced e) {
      try (Recovery recovery = backend.recover(commit.stream(), 0)) {
        return recovery.head();
      }
    }
  }

  private Outcome purge(StreamHead head, Throwable cause) {
    if (head.purgedThrough() > commit.expectedLast()) {
      return new Outcome.Unknown(cause);
    }
    return head.purgedThrough() == commit.expectedLast() ? storedOutcome() : missing(head, cause);
  }

  private Outcome events(StreamHead head, Backend backend, Throwable cause) {
    if (head.last() < commit.lastAfter()) {
      return missing(head, cause);
    }
    byte[] event = firstEvent(backend);
    if (event == null) {
      return hasSnapshot(backend) ? storedOutcome() : new Outcome.Unknown(cause);
    }
    return Arrays.equals(event, commit.events().get(0)) ? storedOutcome() : missing(head, cause);
  }

  /** The outcome of a commit that is stored. */
  final Outcome storedOutcome() {
    return new Outcome.Answered(new CommitResult.Stored(Position.START), commit.epoch());
  }

  private Outcome missing(StreamHead head, Throwable cause) {
    return head.last() == commit.expectedLast()
        ? new Outcome.Absent(cause)
        : new Outcome.Answered(new CommitResult.Conflict(head.last()), commit.epoch());
  }

  /** The record at the sequence of the first event; null if it was deleted. */
  private byte @Nullable [] firstEvent(Backend backend) {
    long sequence = commit.expectedLast() + 1;
    try (Cursor<StoredEvent> events = backend.events(commit.stream(), sequence, sequence)) {
      StoredEvent event = events.next();
      return event == null ? null : event.record();
    }
  }

  /** Whether the stream has this commit's snapshot: a stream without events shows its commits only so. */
  final boolean hasSnapshot(Backend backend) {
    if (commit.snapshot().isEmpty()) {
      return false;
    }
    try (Recovery recovery = backend.recover(commit.stream(), commit.lastAfter())) {
      @Nullable
      Snapshot found = recovery.snapshot().orElse(null);
      return found != null && Arrays.equals(found.record(), commit.snapshot().get().record());
    }
  }
}
