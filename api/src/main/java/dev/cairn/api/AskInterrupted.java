package dev.cairn.api;

/**
 * The asking thread was interrupted while it waited. Its interrupt flag is set again. The command may still be
 * executed.
 */
public final class AskInterrupted extends CairnException {
  private static final long serialVersionUID = 1;

  /** Names the actor. */
  public AskInterrupted(String actor) {
    super("The wait for an answer of " + actor
        + " was interrupted. The command may still be executed. Ask again with the "
        + "same command id, which is not executed again while it is among the actor's last 1,000, or read the state.",
        null);
  }
}
