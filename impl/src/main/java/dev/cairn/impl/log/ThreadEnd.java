package dev.cairn.impl.log;

import java.time.Duration;

/** Waits for the end of a thread. */
final class ThreadEnd {
  private ThreadEnd() {}

  /**
   * Waits until a thread has ended, unless it is this one or was not started. An interrupt does not end the wait.
   *
   * @param nanos {@link Long#MAX_VALUE} for as long as it takes
   * @return false if the time is over before
   */
  static boolean await(Thread thread, long nanos) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + nanos;
    while (thread != Thread.currentThread() && thread.getState() != Thread.State.NEW && thread.isAlive()
        && (nanos == Long.MAX_VALUE || deadline - System.nanoTime() > 0)) {
      try {
        thread.join(Duration.ofNanos(nanos == Long.MAX_VALUE ? nanos : Math.max(1, deadline - System.nanoTime())));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}
