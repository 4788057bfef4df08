package dev.cairn.impl.commit;

import java.util.concurrent.locks.LockSupport;

/**
 * Wakes those who have waited for an outcome as long as they wait at most. All wait equally long, so one look lasts
 * until the oldest of them is due; a timer for each would cost more than handing in and answering together. While
 * anybody waits it also looks whether the work goes on, a few times a second.
 *
 * <p>A platform thread: those who wait may keep every carrier of virtual threads, inside {@code synchronized} before
 * Java 24.
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

  /** Takes care of one that is in the queue. It may be due early, if it waited long for its place. */
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
      } catch (Throwable e) { // no memory: for the next look there may be some
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

  /** Ends once nobody is left who has time. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
  }
}
