package dev.cairn.impl.commit;

import dev.cairn.spi.Commit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Keeps new commits of a queue waiting while its location is handed over, and sends those back that were made before.
 * Any thread may call.
 *
 * <pre>
 *   hold: new commits wait; those in the queue are stored ---> the location moves ---> release: new commits go there
 *                                                          \--> it does not -----> release: all is as it was
 * </pre>
 */
final class Standstill {
  private final ReentrantLock lock;
  private final Condition work;
  private final Condition space;
  private final BooleanSupplier idle;
  private volatile boolean held;
  private volatile long leastEpoch = Commit.NO_EPOCH;

  /**
   * Holds nothing.
   *
   * @param lock of the queue
   * @param work wakes who stores
   * @param space wakes who waits to put a commit in
   * @param idle whether nothing is in the queue and nothing under way, asked under the lock
   */
  Standstill(ReentrantLock lock, Condition work, Condition space, BooleanSupplier idle) {
    this.lock = lock;
    this.work = work;
    this.space = space;
    this.idle = idle;
  }

  boolean isHeld() { return held; }

  /** Keeps new commits waiting; false if others are still under way when the time is over. */
  boolean hold(long nanos) {
    lock.lock();
    try {
      held = true;
      work.signalAll();
      long left = nanos;
      while (left > 0 && !idle.getAsBoolean()) {
        left = space.awaitNanos(left);
      }
      return idle.getAsBoolean();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock of the queue: something has ended. */
  void look() {
    if (held) {
      space.signalAll();
    }
  }

  /** Lets new commits in again. */
  void release() {
    lock.lock();
    try {
      held = false;
      work.signalAll();
      space.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** From now on commits under an epoch before this one are sent back. */
  void move(long least) {
    leastEpoch = least;
  }

  /** The epoch since which commits go to the same location. */
  long leastEpoch() {
    return leastEpoch;
  }

  /** Whether a commit was made for the former location. */
  boolean isBefore(PendingCommit pending) {
    return pending.isBefore(leastEpoch);
  }
}
