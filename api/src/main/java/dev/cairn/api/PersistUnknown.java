package dev.cairn.api;

import dev.cairn.api.bind.FailureText;

/**
 * The store has the event and has not said in time what became of it: it may or may not be stored. The actor recovers
 * from the store when it is next used and that is known; its state then tells.
 */
public final class PersistUnknown extends PersistException {
  private static final long serialVersionUID = 1;

  /** Names the actor and the sequence in question, and keeps the cause. */
  public PersistUnknown(String actor, long sequence, Throwable cause) {
    super("Whether event " + sequence + " of " + actor + " was stored is not known yet: the store has not said ("
        + FailureText.of(cause)
        + "). The actor recovers once that is known, and its state tells; to repeat the command "
        + "safely use the same command id.", cause);
  }
}
