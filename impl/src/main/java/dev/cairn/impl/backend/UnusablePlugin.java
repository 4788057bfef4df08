package dev.cairn.impl.backend;

import dev.cairn.api.BackendFinding;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A sub-folder of the plugin folder that cannot be loaded; the others still work. */
final class UnusablePlugin extends Exception {
  private static final long serialVersionUID = 1;

  private final String origin;
  private final String where;
  private final String problem;

  UnusablePlugin(Path file, String problem, @Nullable Throwable cause) {
    super(file + ": " + problem, cause);
    this.origin = String.valueOf(file.getFileName());
    this.where = file.toString();
    this.problem = problem;
  }

  BackendFinding finding() {
    return new BackendFinding(Optional.empty(), origin, where, Optional.of(problem), Optional.empty());
  }
}
