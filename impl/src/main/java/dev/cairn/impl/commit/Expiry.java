package dev.cairn.impl.commit;

import java.util.concurrent.locks.LockSupport;

/**
 * Wakes those who have waited for an outcome as long as they wait at most. All wait equally long, so one look lasts until
 * the oldest of them is due; a timer for each would cost more than handing in and answering together.
 */
final class Expiry implements AutoCloseable {
  private final CommitQueue queue;
  private final long patienceNanos;
  private final Thread thread = Thread.ofVirtual().name("cairn-expiry").unstarted(this::run);
  private volatile long nextLook = System.nanoTime();
  private volatile boolean closing;

  Expiry(CommitQueue queue, long patienceNanos) {
    this.queue = queue;
    this.patienceNanos = patienceNanos;
    thread.start();
  }

  /** Takes care of one that is in the queue. It may be due early, if it waited long for its place. */
  void watch(PendingCommit pending) {
    if (pending.isDueBefore(nextLook)) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (true) {
      nextLook = System.nanoTime() + patienceNanos;
      long left = queue.wakeExpired(patienceNanos);
      if (closing && left == patienceNanos) {
        return;
      }
      nextLook = System.nanoTime() + left;
      LockSupport.parkNanos(this, left);
    }
  }

  /** Ends once nobody is left who has time. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
  }
}
