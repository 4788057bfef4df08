package dev.cairn.impl.place;

/** A command that was not executed, because its actor is in another process: whoever has sent it sends it again. */
public final class Elsewhere extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The only one: it says all that there is to say. */
  public static final Elsewhere SEND_AGAIN = new Elsewhere();

  private Elsewhere() {
    super("The actor is in another process.", null, false, false);
  }
}
