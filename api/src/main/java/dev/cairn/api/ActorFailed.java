package dev.cairn.api;

import dev.cairn.api.bind.FailureText;

/**
 * The handler of an actor threw, or failed a deferred answer. Events that it persisted before stay persisted, its state
 * is the last committed state, and the {@link Supervision} of its type decides what happens next. The cause is the
 * thrown exception or error.
 */
public final class ActorFailed extends CairnException {
  private static final long serialVersionUID = 1;

  /** Names the actor and keeps the cause. */
  public ActorFailed(String actor, Throwable cause) {
    super("The handler of " + actor + " failed: " + FailureText.of(cause)
        + ". What it persisted before that is stored, and its state is the last committed one. Look at the cause.",
        cause);
  }
}
