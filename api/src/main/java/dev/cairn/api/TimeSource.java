package dev.cairn.api;

import java.time.Duration;
import java.time.Instant;

/**
 * The time of a system: for the time of its events, timers, ask timeouts, pauses before a restart and idle times. The
 * default follows the machine's clock; tests use one that they move by hand. The stop deadline always follows the
 * machine's clock. Any thread may call.
 */
public interface TimeSource {
  /** The time of day. */
  Instant now();

  /** Nanoseconds since some fixed moment; never goes back. */
  long nanos();

  /**
   * Runs a task once, as soon as {@link #nanos} has advanced by the delay, or later; never before this returns. The
   * task is short and does not block.
   */
  Alarm schedule(Duration delay, Runnable task);

  /** A task that was scheduled. */
  interface Alarm {
    /** Cancels the task if it has not run yet. */
    void cancel();
  }
}
