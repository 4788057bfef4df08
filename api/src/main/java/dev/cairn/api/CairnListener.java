package dev.cairn.api;

import java.time.Duration;
import java.util.List;

/**
 * Hears what a system does, for counters and dashboards. Called on the runtime's threads, several at once: be fast, do not
 * block, do not call the system. What a method throws is logged and changes nothing. No record holds a state or an
 * event.
 */
public interface CairnListener {
  /** A handler threw and the actor goes on. */
  default void restarted(Restarted event) {}

  /** An actor has stopped. */
  default void terminated(Terminated event) {}

  /** An idle actor was put to rest; its next command recovers it. */
  default void passivated(Passivated event) {}

  /** A command was not handled by anybody. */
  default void deadLetter(DeadLetter event) {}

  /** Actors have not stopped within their deadline and were interrupted. */
  default void overdue(Overdue event) {}

  /**
   * A restart.
   *
   * @param path the actor
   * @param cause what its handler threw
   * @param pause how long commands wait before it goes on
   */
  record Restarted(String path, Throwable cause, Duration pause) {}

  /**
   * A passivation.
   *
   * @param path the actor
   * @param reason why now
   */
  record Passivated(String path, Reason reason) {
    /** Why an actor was put to rest. */
    public enum Reason {
      /** It had nothing to do for its idle time. */
      IDLE,
      /** More actors were active than may be, and it had nothing to do for longer than others. */
      TOO_MANY_ACTIVE
    }
  }

  /**
   * A stop that takes too long.
   *
   * @param paths who has not stopped
   * @param deadline the time they had
   */
  record Overdue(List<String> paths, Duration deadline) {}
}
