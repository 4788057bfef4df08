package dev.cairn.impl.journal;

import dev.cairn.spi.Commit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A commit on its way, and the one thread that waits for it. */
final class PendingCommit {
  private final Commit commit;
  private final long bytes;
  private final Thread waiter = Thread.currentThread();
  private volatile @Nullable Outcome outcome;

  PendingCommit(Commit commit) {
    this.commit = commit;
    long sum = 0;
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

  void complete(Outcome result) {
    outcome = result;
    LockSupport.unpark(waiter);
  }

  /** Waits, whatever interrupts: an outcome that nobody hears is an event that nobody knows of. */
  Outcome await() {
    boolean interrupted = false;
    Outcome result = outcome;
    while (result == null) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
      result = outcome;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return result;
  }
}
