package dev.cairn.api;

/**
 * The ask would never be answered: an actor asked itself, or asked one that waits, directly or over others, for it.
 * Found before anything was sent; the command was not delivered.
 */
public final class AskCycle extends CairnException {
  private static final long serialVersionUID = 1;

  /** Shows the circle. */
  public AskCycle(String circle) {
    super("This ask would wait for itself: " + circle + ". It was not delivered. Tell instead of asking, answer later "
        + "with ctx.later, or let the result come back with ctx.pipeToSelf.", null);
  }
}
