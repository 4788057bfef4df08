package dev.cairn.impl.commit;

import dev.cairn.spi.Backend;
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

/** A commit on its way, and the one thread that waits for it. */
final class PendingCommit {
  private final long bytes;
  private final long deadline;
  private final long since = System.nanoTime();
  private final Thread waiter = Thread.currentThread();
  private Commit commit;
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

  Commit commit() {
    return commit;
  }

  long bytes() {
    return bytes;
  }

  /** When it was handed in, as {@link System#nanoTime}. */
  long since() {
    return since;
  }

  /** Whether its time is over before a moment of {@link System#nanoTime}. */
  boolean isDueBefore(long moment) {
    return deadline - moment < 0;
  }

  /** Whether it has been waiting for that long. */
  boolean waitsFor(long nanos) {
    return System.nanoTime() - since >= nanos;
  }

  long nanosLeft() {
    return deadline - System.nanoTime();
  }

  /** A snapshot alone: if it is lost nothing is, so nobody has to look for it. */
  boolean expendable() {
    return commit.events().isEmpty() && commit.retention() instanceof Retention.Keep;
  }

  /** Says under which epoch it is to be stored, and what readers of the log have still to read. */
  void stamp(long epoch, Holds holds) {
    Retention retention = commit.retention();
    if (retention instanceof Retention.Keep keep && keep.deleteThrough() > 0) {
      retention =
          new Retention.Keep(keep.snapshots(), keep.deleteThrough(), holds.readThrough(commit.stream().store()));
    }
    if (commit.epoch() != epoch || retention != commit.retention()) {
      commit = new Commit(commit.stream(), epoch, commit.expectedLast(), commit.events(), commit.snapshot(), retention);
    }
  }

  /** Says what became of it, to a thread that has still to be woken. */
  void answer(Outcome result) {
    outcome = result;
  }

  /** Has the waiting thread look whether there is an answer, or its time is over. */
  void wake() {
    LockSupport.unpark(waiter);
  }

  /** What became of it, or null while that is not known. */
  @Nullable
  Outcome outcome() {
    return outcome;
  }

  /** Has the waiting thread store what waits. */
  void lead() {
    leads = true;
    wake();
  }

  /**
   * Waits for the outcome, whatever interrupts: an outcome that nobody hears is an event that nobody knows of.
   *
   * @return null if there is none by the deadline, or if it is for this thread to store what waits
   */
  @Nullable
  Outcome await() {
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
   * Looks for this commit in a session that came after the one that failed over it. Its records hold its name, which
   * no other commit has, so what has the same bytes at the same place is this one. Others may have written since, and
   * deleted what would tell.
   */
  Outcome lookUp(Backend backend, long generation, Throwable cause) {
    StreamHead head = backend.claim(commit.stream(), generation);
    return commit.retention() instanceof Retention.Purge ? purge(head, cause) : events(head, backend, cause);
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

  private Outcome storedOutcome() {
    return new Outcome.Answered(new CommitResult.Stored(Position.START), commit.epoch());
  }

  private Outcome missing(StreamHead head, Throwable cause) {
    return head.last() == commit.expectedLast()
        ? new Outcome.Absent(cause)
        : new Outcome.Answered(new CommitResult.Conflict(head.last()), commit.epoch());
  }

  /** What stands where the first event would; null where that was deleted. */
  private byte @Nullable [] firstEvent(Backend backend) {
    long sequence = commit.expectedLast() + 1;
    try (Cursor<StoredEvent> events = backend.events(commit.stream(), sequence, sequence)) {
      StoredEvent event = events.next();
      return event == null ? null : event.record();
    }
  }

  /** Where a stream keeps no events its state tells. */
  private boolean hasSnapshot(Backend backend) {
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
