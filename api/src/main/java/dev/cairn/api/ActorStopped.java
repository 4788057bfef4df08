package dev.cairn.api;

/**
 * The actor was stopped, or its system closed, before it handled the command. The command had no effect.
 */
public final class ActorStopped extends CairnException {
  private static final long serialVersionUID = 1;

  /** Names the actor and says why it stopped. */
  public ActorStopped(String actor, String why) {
    super("The command to " + actor + " was not executed: " + why, null);
  }
}
