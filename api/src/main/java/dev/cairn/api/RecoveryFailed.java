package dev.cairn.api;

/**
 * An actor could not be recovered, so it handles nothing. Nothing was written; the cause says what is wrong and
 * where. The next command tries again.
 */
public final class RecoveryFailed extends CairnException {
  private static final long serialVersionUID = 1;

  /** Names the actor and keeps the cause. */
  public RecoveryFailed(String actor, Throwable cause) {
    super(
        "The actor " + actor + " cannot be recovered: " + cause.getMessage()
            + " Nothing was written and no command was executed.",
        cause);
  }
}
