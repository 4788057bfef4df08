package dev.cairn.impl.commit;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Counts the batches that were stored, and wakes those who wait for the next one. Any thread may call. */
public final class Activity {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private volatile long count;

  /** How many batches were stored so far. */
  public long count() {
    return count;
  }

  /**
   * Waits until more than that many batches were stored, the time is over, or it is ended and {@link #wake} was called.
   */
  public void await(long seen, long nanos, BooleanSupplier ended) {
    boolean interrupted = false;
    lock.lock();
    try {
      for (long left = nanos; count <= seen && left > 0 && !ended.getAsBoolean();) {
        try {
          left = grown.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lets those who wait look whether it is ended. */
  public void wake() {
    lock.lock();
    try {
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void grow() {
    lock.lock();
    try {
      count++;
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
