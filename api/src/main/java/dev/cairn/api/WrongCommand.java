package dev.cairn.api;

/**
 * A command was sent to an actor that does not understand it, past the compiler. It was not delivered.
 */
public final class WrongCommand extends CairnException {
  private static final long serialVersionUID = 1;

  /** Names the actor, what came and what it takes. */
  public WrongCommand(String actor, Class<?> came, Class<?> takes) {
    super(actor + " takes commands of " + takes.getName() + "; " + came.getName() + " is none. It was not delivered.",
        null);
  }
}
