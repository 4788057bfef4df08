package dev.cairn.api.bind;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How a tool finds the backend of a folder, and opens it.
 *
 * @param plugins as in {@link SystemOptions}
 * @param settings of the backend, which refuses an unknown setting
 */
public record BackendAccess(Optional<Path> plugins, Map<String, String> settings) {

  /** Backends on the module path, without settings. */
  public static final BackendAccess PLAIN = new BackendAccess(Optional.empty(), Map.of());

  /** Refuses missing parts. */
  public BackendAccess {
    Objects.requireNonNull(plugins, "plugins");
    settings = Map.copyOf(settings);
  }

  /** Names the settings; the value of one may be a password, and stays unsaid. */
  @Override
  public String toString() {
    return "backends in " + plugins.map(Path::toString).orElse("no folder") + ", settings "
        + String.join(", ", new TreeSet<>(settings.keySet()));
  }
}
