package dev.cairn.api;

/**
 * A command that nobody handles. Counted, logged without its content, told to the {@link CairnListener}, and published
 * on the {@link EventStream}.
 *
 * @param path the actor it was sent to
 * @param command what was sent
 * @param reason why it was not handled
 */
public record DeadLetter(String path, Command<?, ?> command, Reason reason) {
  /** Why a command was not handled. */
  public enum Reason {
    /** The actor had stopped, or stopped while the command waited. */
    STOPPED,
    /** The mailbox was full and drops the newest. */
    DROPPED,
    /** The actor could not be recovered or started. */
    NOT_STARTED
  }

  /** Names the class of the command, never its content. */
  @Override
  public String toString() {
    return command.getClass().getName() + " to " + path + ": " + reason;
  }
}
