package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/**
 * The event breaks a rule and was not stored. The actor goes on with its state as it was.
 */
public final class PersistRejected extends PersistException {
  private static final long serialVersionUID = 1;

  /** Names the actor and the rule. */
  public PersistRejected(String actor, String rule, @Nullable Throwable cause) {
    super("An event of " + actor + " was rejected and not stored: " + rule, cause);
  }
}
