package dev.cairn.api;

/**
 * A command went to an actor in another process, and the two programs do not have the same version of what was to be
 * carried. Only where actors are {@link ActorSystem.Builder#placement placed}.
 */
public final class WrongVersion extends CairnException {
  private static final long serialVersionUID = 1;

  /** Names the actor, says what is unknown to which program, and whether the command was executed. */
  public WrongVersion(String actor, String what) {
    super("The command to " + actor + " went to another process: " + what + " Update the older program; all processes "
        + "need the same classes of commands and answers.", null);
  }
}
