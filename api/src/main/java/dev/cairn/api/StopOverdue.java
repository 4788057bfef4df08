package dev.cairn.api;

import java.time.Duration;
import java.util.List;

/**
 * Actors have not stopped within their deadline: their handlers still run. They were interrupted and get no more
 * commands; their ids are free once their handlers end.
 */
public final class StopOverdue extends CairnException {
  private static final long serialVersionUID = 1;
  private final transient List<String> paths;

  /** Names the actors. */
  public StopOverdue(List<String> paths, Duration deadline) {
    super("These actors have not stopped within " + deadline.toMillis() + " ms and were interrupted: "
        + String.join(", ", paths)
        + ". Their handlers still run, and they get no more commands.", null);
    this.paths = List.copyOf(paths);
  }

  /** The actors that have not stopped. */
  public List<String> paths() {
    return paths;
  }
}
