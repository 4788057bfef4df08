package dev.cairn.impl.backend;

import dev.cairn.api.BackendFinding;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A sub-folder of the plugin folder that cannot be loaded; the others work. */
final class UnusablePlugin extends Exception {
  private static final long serialVersionUID = 1;

  private final String origin;
  private final String problem;

  UnusablePlugin(String origin, String problem, @Nullable Throwable cause) {
    super(origin + ": " + problem, cause);
    this.origin = origin;
    this.problem = problem;
  }

  BackendFinding finding() {
    return new BackendFinding(Optional.empty(), origin, Optional.of(problem));
  }
}
