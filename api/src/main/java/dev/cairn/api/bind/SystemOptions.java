package dev.cairn.api.bind;

import dev.cairn.api.Durability;
import dev.cairn.api.GivenBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a system is opened with.
 *
 * @param data the folder of the location
 * @param plugins a folder with a sub-folder for each further backend
 * @param backend the backend's name; without it the only one there is
 * @param given the backend itself, where it is not to be found by that name
 * @param durability without it the backend's own default
 * @param settings of the backend
 * @param persistDeadline how long a persist waits
 * @param keys of its sealed stores
 * @param runtime how its actors live
 */
public record SystemOptions(Path data, Optional<Path> plugins, Optional<String> backend,
    Optional<GivenBackend> given, Optional<Durability> durability, Map<String, String> settings,
    Duration persistDeadline, Keys keys, RuntimeOptions runtime) {

  /** Refuses missing parts and a deadline that is not positive. */
  public SystemOptions {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(plugins, "plugins");
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(given, "given");
    Objects.requireNonNull(durability, "durability");
    settings = Map.copyOf(settings);
    if (!persistDeadline.isPositive()) {
      throw new IllegalArgumentException("A persist needs a positive deadline, not " + persistDeadline + ".");
    }
    persistDeadline = Durations.bounded(persistDeadline);
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(runtime, "runtime");
  }
}
