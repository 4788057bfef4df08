package dev.cairn.api;

/**
 * An actor or stream was forgotten ({@link ActorSystem#forget}): the key that sealed everything of it is destroyed. Its
 * id cannot be used again. This is no damage, and it does not pass.
 */
public final class Forgotten extends KeyException {
  private static final long serialVersionUID = 1;

  private final String path;

  /** Names the actor. */
  public Forgotten(String path) {
    super("The actor " + path + " was forgotten: its key is destroyed, and nothing of it can be read any more. Its id "
        + "cannot be used again.", null);
    this.path = path;
  }

  /** The actor's path. */
  public String path() {
    return path;
  }
}
