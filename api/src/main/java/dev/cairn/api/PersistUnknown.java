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
    super("It is not yet known whether event " + sequence + " of " + actor + " was stored: the store did not report "
        + "it (" + FailureText.of(cause) + "). The actor recovers once it is known, and its state then shows it. To "
        + "repeat the command safely, use the same command id.", cause);
  }
}
