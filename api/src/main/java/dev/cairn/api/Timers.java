package dev.cairn.api;

import java.time.Duration;

/**
 * The timers of one instance of an actor. Each has a key, compared by {@code equals}; a new timer replaces the one with
 * the same key, of which nothing arrives any more, not even a tick that waits in the mailbox already. All end with the
 * instance. For the actor's own thread, like the context they come from.
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
   * Sends a command to the actor again and again, at a fixed rate. A tick that is due while the one before it still
   * waits is left out.
   *
   * @param period more than zero
   * @throws WrongCommand if the actor does not take this command
   */
  void every(Object key, Duration period, Command<?, ?> command);

  /** Ends the timer with this key; false if there is none. */
  boolean cancel(Object key);

  /** Ends all timers. */
  void cancelAll();

  /** Whether a timer with this key will still tick. */
  boolean active(Object key);
}
