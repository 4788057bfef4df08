package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/**
 * The event breaks a rule and was not stored. The actor goes on with its state as it was. An append to a stream is
 * rejected by its rules, and by the sequence that it expects ({@link AppendConflict}).
 */
public sealed class PersistRejected extends PersistException permits AppendConflict {
  private static final long serialVersionUID = 1;

  /** Names the actor and the rule. */
  public PersistRejected(String actor, String rule, @Nullable Throwable cause) {
    super("An event of " + actor + " was rejected and not stored: " + rule, cause);
  }

  /** Takes a whole message, about a change that stores no event. */
  public PersistRejected(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
