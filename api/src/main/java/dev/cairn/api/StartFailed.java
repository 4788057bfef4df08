package dev.cairn.api;

import dev.cairn.api.bind.FailureText;

/**
 * The factory or the {@code started} of an actor threw, so it handles no commands. The cause is the thrown exception or
 * error.
 */
public final class StartFailed extends CairnException {
  private static final long serialVersionUID = 1;

  /** Names the actor and keeps the cause. */
  public StartFailed(String actor, Throwable cause) {
    super("The actor " + actor + " cannot start: its factory or its method started failed: " + FailureText.of(cause)
        + ". Nothing was executed. Look at the cause.", cause);
  }
}
