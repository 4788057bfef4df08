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
 * @param askTimeout how long an ask waits
 * @param persistDeadline how long a persist waits
 */
public record SystemOptions(Path data, Optional<String> backend, Optional<Durability> durability,
    Map<String, String> settings, Duration askTimeout, Duration persistDeadline) {

  /** Refuses missing parts and times that are not positive. */
  public SystemOptions {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(durability, "durability");
    settings = Map.copyOf(settings);
    if (!askTimeout.isPositive()) {
      throw new IllegalArgumentException("An ask needs a positive timeout, not " + askTimeout + ".");
    }
    if (!persistDeadline.isPositive()) {
      throw new IllegalArgumentException("A persist needs a positive deadline, not " + persistDeadline + ".");
    }
  }
}
