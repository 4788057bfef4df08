package dev.cairn.api.bind;

import dev.cairn.api.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a system is opened with.
 *
 * @param data the folder of the location
 * @param backend the backend's name; without it the only one there is
 * @param durability without it the backend's own default
 * @param settings of the backend
 * @param keys of its sealed stores
 * @param askTimeout how long an ask waits
 */
public record SystemOptions(Path data, Optional<String> backend, Optional<Durability> durability,
    Map<String, String> settings, Keys keys, Duration askTimeout) {

  /** Refuses missing parts and a timeout that is not positive. */
  public SystemOptions {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(durability, "durability");
    settings = Map.copyOf(settings);
    Objects.requireNonNull(keys, "keys");
    if (!askTimeout.isPositive()) {
      throw new IllegalArgumentException("An ask needs a positive timeout, not " + askTimeout + ".");
    }
  }
}
