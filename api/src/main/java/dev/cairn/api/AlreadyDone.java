package dev.cairn.api;

/** A command with this id has persisted before, so it was not executed again. Its events are durable. */
public final class AlreadyDone extends CairnException {
  private static final long serialVersionUID = 1;
  private final long sequence;

  /** Names the actor, the command id and the last event of that command. */
  public AlreadyDone(String actor, String commandId, long sequence) {
    super(actor + " has executed command '" + commandId + "' before; its last event is number " + sequence + ".");
    this.sequence = sequence;
  }

  /** The sequence of the command's last event. */
  public long sequence() {
    return sequence;
  }
}
