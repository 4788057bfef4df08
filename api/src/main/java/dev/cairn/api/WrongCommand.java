package dev.cairn.api;

/**
 * A command was sent to an actor that does not take it; the compiler could not see this. The command was not delivered.
 */
public final class WrongCommand extends CairnException {
  private static final long serialVersionUID = 1;

  /** Names the actor, the class of the command and the class that the actor takes. */
  public WrongCommand(String actor, Class<?> came, Class<?> takes) {
    super(actor + " takes commands of " + takes.getName() + "; " + came.getName() + " is not one of them. It was not "
        + "delivered.",
        null);
  }
}
