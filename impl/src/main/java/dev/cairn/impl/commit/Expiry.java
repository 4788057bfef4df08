package dev.cairn.impl.commit;

import java.util.concurrent.locks.LockSupport;

/**
 * Wakes the threads whose deadline is over while they wait for an outcome. All of them wait equally long, so the next
 * look is due when the oldest is due. A timer for each commit would cost more than the commit's way through the queue.
 * While a thread waits, this class also looks a few times a second whether the work goes on.
 *
 * <p>It runs on a platform thread: the waiting threads may keep every carrier of virtual threads, inside
 * {@code synchronized} before Java 24.
 */
final class Expiry implements AutoCloseable {
  private static final long PAUSE_NANOS = 100_000_000;

  private final CommitQueue queue;
  private final long patienceNanos;
  private final Thread thread = Thread.ofPlatform().name("cairn-expiry").daemon().unstarted(this::run);
  private volatile long nextLook = System.nanoTime();
  private volatile boolean idle;
  private volatile boolean closing;

  Expiry(CommitQueue queue, long patienceNanos) {
    this.queue = queue;
    this.patienceNanos = patienceNanos;
    thread.start();
  }

  /** Watches a commit that is in the queue. It may be due early if it has waited long for room. */
  void watch(PendingCommit pending) {
    if (idle || pending.isDueBefore(nextLook)) {
      idle = false;
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    boolean goesOn = true;
    while (goesOn) {
      try {
        goesOn = look();
      } catch (Throwable e) { // no memory: the next look may have some
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
  }

  private boolean look() {
    nextLook = System.nanoTime() + patienceNanos;
    idle = true;
    long left = queue.wakeOverdue();
    boolean nobody = left == Long.MAX_VALUE;
    if (closing && nobody) {
      return false;
    }
    idle = nobody;
    nextLook = System.nanoTime() + Math.min(left, patienceNanos);
    LockSupport.parkNanos(this, Math.min(left, patienceNanos));
    return true;
  }

  /** Ends the thread when no commit waits any more. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
  }
}
