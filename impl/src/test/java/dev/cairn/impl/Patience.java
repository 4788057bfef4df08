package dev.cairn.impl;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How tests wait for other threads: at most a minute. An interrupt fails the test. */
public final class Patience {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private Patience() {}

  /** Waits until something holds that nobody tells. */
  public static void until(BooleanSupplier holds) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
        throw new AssertionError("It has not come to that.");
      }
      Thread.yield();
    }
  }

  public static void await(CountDownLatch latch) {
    try {
      if (!latch.await(LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new AssertionError("Nobody has come: " + latch.getCount() + " are missing.");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public static void join(Thread thread) {
    try {
      if (!thread.join(LIMIT)) {
        throw new AssertionError(thread.getName() + " does not end.");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
