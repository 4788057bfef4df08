package dev.cairn.api;

/**
 * The ask would never be answered: an actor asked itself, or asked an actor that waits for it, directly or through
 * other actors. Detected before the command was sent; the command was not delivered.
 */
public final class AskCycle extends CairnException {
  private static final long serialVersionUID = 1;

  /** Shows the cycle. */
  public AskCycle(String circle) {
    super("This ask would wait for itself: " + circle + ". It was not delivered. Tell instead of asking, answer later "
        + "with ctx.later, or let the result come back with ctx.pipeToSelf.", null);
  }
}
