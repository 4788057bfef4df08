package dev.cairn.api;

/** An actor with this path exists, perhaps one that has not stopped yet. Nothing was started. */
public final class PathTaken extends CairnException {
  private static final long serialVersionUID = 1;

  /** Names the path. */
  public PathTaken(String path) {
    super("There is an actor at " + path + ". Choose another id, or spawn again once that actor has stopped.", null);
  }
}
