package dev.cairn.impl.mailbox;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The bytes that wait in a mailbox, and the senders that wait for a place. */
final class Extent {
  private static final long GLANCE_NANOS = 1_000_000;

  private final AtomicLong bytes = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition place = lock.newCondition();
  private volatile int senders;

  boolean reserve(long size, long limit) {
    if (bytes.addAndGet(size) > limit) {
      bytes.addAndGet(-size);
      return false;
    }
    return true;
  }

  void release(long size) {
    if (size > 0) {
      bytes.addAndGet(-size);
    }
    if (senders > 0) {
      wake();
    }
  }

  void closed() {
    wake();
  }

  /** Tries until there is a place. A wake-up can be missed while the reader is fast, so it looks again by itself. */
  Offer await(Supplier<Offer> attempt, LongSupplier nanosLeft) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      senders++;
      while (true) {
        Offer offer = attempt.get();
        long left = nanosLeft.getAsLong();
        if (offer != Offer.FULL || left <= 0) {
          return offer;
        }
        place.await(Math.min(left, GLANCE_NANOS), TimeUnit.NANOSECONDS);
      }
    } finally {
      senders--;
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      place.signal();
    } finally {
      lock.unlock();
    }
  }
}
