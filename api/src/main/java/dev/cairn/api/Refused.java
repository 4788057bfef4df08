package dev.cairn.api;

/**
 * The actor refused the command: its own decision, not a failure. Events that it persisted before the refusal are
 * stored.
 */
public final class Refused extends CairnException {
  private static final long serialVersionUID = 1;
  private final transient Object reason;

  /** Names the actor and keeps its reason. */
  public Refused(String actor, Object reason) {
    super(actor + " refused: " + reason);
    this.reason = reason;
  }

  /** The reason as the actor gave it. */
  public Object reason() {
    return reason;
  }
}
