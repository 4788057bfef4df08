package dev.cairn.api;

import java.time.Duration;

/**
 * The timers of one instance of an actor. Each has a key, compared by {@code equals}. A new timer replaces the timer
 * with the same key; no tick of the old timer is delivered, not even one that already waits in the mailbox. All timers
 * end with the instance. Used on the actor's own thread only, like the context.
 */
public interface Timers {
  /**
   * Sends a command to the actor once, after a delay.
   *
   * @param delay zero or more
   * @throws WrongCommand if the actor does not take this command
   */
  void once(Object key, Duration delay, Command<?, ?> command);

  /**
   * Sends a command to the actor repeatedly, at a fixed rate. A tick that is due while the previous tick still waits is
   * left out.
   *
   * @param period more than zero
   * @throws WrongCommand if the actor does not take this command
   */
  void every(Object key, Duration period, Command<?, ?> command);

  /** Ends the timer with this key; returns false if there is none. */
  boolean cancel(Object key);

  /** Ends all timers. */
  void cancelAll();

  /** Whether a timer with this key will still tick. */
  boolean active(Object key);
}
