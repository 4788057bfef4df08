package dev.cairn.api;

/**
 * The store failed while it was writing: the event may or may not be stored. The actor is stopped and recovers from
 * the store when it is next used; its state then tells.
 */
public final class PersistUnknown extends PersistException {
  private static final long serialVersionUID = 1;

  /** Names the actor and the sequence in question, and keeps the cause. */
  public PersistUnknown(String actor, long sequence, Throwable cause) {
    super("Whether event " + sequence + " of " + actor + " was stored is unknown: the store failed while writing it ("
        + cause.getMessage() + "). The actor is stopped. Once the store is opened again its state tells; to repeat the "
        + "command safely use the same command id.", cause);
  }
}
