package dev.cairn.api;

/**
 * A command that no actor handles. It is counted, logged without its content, reported to the {@link CairnListener},
 * and published on the {@link EventStream}.
 *
 * @param path the addressed actor
 * @param command the command
 * @param reason why it was not handled
 */
public record DeadLetter(String path, Command<?, ?> command, Reason reason) {
  /** Why a command was not handled. */
  public enum Reason {
    /** The actor had stopped, or stopped while the command waited. */
    STOPPED,
    /** The mailbox was full and dropped the newest command. */
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
