package dev.cairn.api;

import dev.cairn.api.bind.FailureText;

/**
 * The store got the event and did not report the outcome in time: the event may or may not be stored. The actor
 * recovers from the store before its next command, once the outcome is known; its state then shows it.
 */
public final class PersistUnknown extends PersistException {
  private static final long serialVersionUID = 1;

  /** Names the actor and the sequence in question, and keeps the cause. */
  public PersistUnknown(String actor, long sequence, Throwable cause) {
    this("event " + sequence + " of " + actor + " was stored",
        "The actor recovers once it is known, and its state then "
            + "shows it. To repeat the command safely, use the same command id.",
        cause);
  }

  /**
   * Says what is in question and what to do next, and keeps the cause.
   *
   * @param what as in "event 7 of /order/42 was stored"
   */
  public PersistUnknown(String what, String advice, Throwable cause) {
    super("It is not yet known whether " + what + ": the store did not report it (" + FailureText.of(cause) + "). "
        + advice, cause);
  }
}
