package dev.cairn.impl.commit;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the lists that were stored, and wakes those who wait for the next one. Any thread may call. */
public final class Activity {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private volatile long count;
  private boolean ended;

  /** How many lists were stored so far. */
  public long count() {
    return count;
  }

  /**
   * Waits until more than that many lists were stored.
   *
   * @return false if there will be no more
   */
  public boolean await(long seen) throws InterruptedException {
    lock.lock();
    try {
      while (count <= seen && !ended) {
        grown.await();
      }
      return !ended;
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

  void end() {
    lock.lock();
    try {
      ended = true;
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
