package dev.cairn.api;

import dev.cairn.api.bind.FailureText;

/**
 * An actor could not be recovered, so it handles no commands. Nothing was written; the cause says what is wrong and
 * where. If the store could not be reached or a key is missing, the next command tries again. Otherwise the runtime
 * waits 100 milliseconds to 30 seconds before the next try, longer with each failure; meanwhile commands fail with the
 * same cause.
 */
public final class RecoveryFailed extends CairnException {
  private static final long serialVersionUID = 1;

  /** Names the actor and keeps the cause. */
  public RecoveryFailed(String actor, Throwable cause) {
    super("The actor " + actor + " cannot be recovered: " + FailureText.of(cause)
        + ". Nothing was written and no command was executed.", cause);
  }
}
