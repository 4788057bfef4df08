package dev.cairn.impl.commit;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Counts the batches that were stored, and wakes the threads that wait for the next batch. Any thread may call. */
public final class Activity {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private volatile long count;
  private volatile int waiting;

  /** The number of batches that were stored so far. */
  public long count() {
    return count;
  }

  /** Whether a thread waits for the next batch. */
  boolean isAwaited() { return waiting > 0; }

  /**
   * Waits until more than {@code seen} batches were stored, or the time is over, or {@code ended} is true. Call
   * {@link #wake} when {@code ended} becomes true.
   */
  public void await(long seen, long nanos, BooleanSupplier ended) {
    boolean interrupted = false;
    lock.lock();
    waiting++;
    try {
      for (long left = nanos; count <= seen && left > 0 && !ended.getAsBoolean();) {
        try {
          left = grown.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      waiting--;
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lets the waiting threads ask whether their wait is ended. */
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
