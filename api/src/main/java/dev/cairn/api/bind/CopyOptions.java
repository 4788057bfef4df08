package dev.cairn.api.bind;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What a location is copied with.
 *
 * @param from the folder to read
 * @param to the folder to write
 * @param backend of the copy; without it that of the original
 * @param plugins as in {@link SystemOptions}
 */
public record CopyOptions(Path from, Path to, Optional<String> backend, Optional<Path> plugins) {
  /** Refuses missing parts. */
  public CopyOptions {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(plugins, "plugins");
  }
}
