package dev.cairn.api;

import java.time.Duration;
import java.time.Instant;

/**
 * The time that a system lives by: the time of its events, timers, ask timeouts, pauses before a restart and idle
 * times. A system has one that follows the machine's clock; tests bring one that they move by hand. The deadline of a
 * stop always follows the machine. Methods are called by any thread.
 */
public interface TimeSource {
  /** The time of day. */
  Instant now();

  /** Nanoseconds since some moment; never goes back. */
  long nanos();

  /**
   * Runs a task once, at or after the time when {@link #nanos} has advanced by the delay, never before this returns.
   * The task is short and does not block.
   */
  Alarm schedule(Duration delay, Runnable task);

  /** A task that was scheduled. */
  interface Alarm {
    /** Takes it back, if it has not run yet. */
    void cancel();
  }
}
