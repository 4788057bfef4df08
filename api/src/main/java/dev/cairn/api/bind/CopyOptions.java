package dev.cairn.api.bind;

import dev.cairn.api.KeyRing;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The options of a copy.
 *
 * @param from the folder to read
 * @param to the folder to write
 * @param backend the backend of the copy; the default is the backend of the original
 * @param keys the keys of the sealed stores of the original
 * @param newKeys the keys of the copy; without them sealed stores stay sealed with the same keys
 * @param readers whether the registered readers of the logs keep their checkpoints in the copy
 * @param access finds and opens the backends; its settings apply to the original, and to a copy of the same backend
 * @param settings more settings for the backend of the copy
 */
public record CopyOptions(Path from, Path to, Optional<String> backend, Optional<KeyRing> keys,
    Optional<KeyRing> newKeys, boolean readers, BackendAccess access, Map<String, String> settings) {
  /** Refuses missing parts. */
  public CopyOptions {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(newKeys, "newKeys");
    Objects.requireNonNull(access, "access");
    settings = Map.copyOf(settings);
  }

  /** Names the folders; a setting may be a password, and stays unsaid. */
  @Override
  public String toString() {
    return "a copy from " + from + " to " + to;
  }
}
