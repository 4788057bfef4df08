package dev.cairn.api;

/**
 * The mailbox of the actor is full. The command was not delivered.
 */
public final class MailboxFull extends CairnException {
  private static final long serialVersionUID = 1;

  /** Names the actor and its limit. */
  public MailboxFull(String actor, int limit) {
    super(
        actor + " has " + limit
            + " waiting commands, which is its limit. The command was not delivered; send it again later.",
        null);
  }
}
