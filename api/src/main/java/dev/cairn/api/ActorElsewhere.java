package dev.cairn.api;

/**
 * What was asked for cannot be done with an actor that another process runs. The message says what, and whether a
 * command was executed. Only where actors are
 * {@link ActorSystem.Builder#placement placed}.
 */
public final class ActorElsewhere extends CairnException {
  private static final long serialVersionUID = 1;

  /** Names the actor and says, in sentences, what cannot be done and what to do instead. */
  public ActorElsewhere(String actor, String why) {
    super(actor + " is run by another process. " + why, null);
  }
}
