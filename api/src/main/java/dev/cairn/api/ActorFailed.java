package dev.cairn.api;

/**
 * The handler of an actor threw. What it had persisted before stays persisted; the actor goes on with a fresh
 * instance and its last committed state. The cause is the handler's exception.
 */
public final class ActorFailed extends CairnException {
  private static final long serialVersionUID = 1;

  /** Names the actor and keeps the cause. */
  public ActorFailed(String actor, Throwable cause) {
    super("The handler of " + actor + " threw " + cause.getClass().getName()
        + ". What it persisted before that is stored; "
        + "its state is the last committed one and it takes the next command. Look at the cause.", cause);
  }
}
