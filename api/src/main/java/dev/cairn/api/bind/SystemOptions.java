package dev.cairn.api.bind;

import dev.cairn.api.Durability;
import dev.cairn.api.GivenBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The options with which a system is opened.
 *
 * @param data the folder of the location
 * @param plugins a folder with a sub-folder for each further backend
 * @param backend the backend's name; the default is the only backend that is found
 * @param given the backend itself, if the author passed one
 * @param durability the default is the backend's own default
 * @param settings the settings of the backend
 * @param persistDeadline how long a persist waits
 * @param chain whether a store that has no hash chain gets one
 * @param keys the keys of its sealed stores
 * @param runtime the options for its actors
 * @param placement how its actors are placed in several processes; empty where this process runs all
 */
public record SystemOptions(Path data, Optional<Path> plugins, Optional<String> backend,
    Optional<GivenBackend> given, Optional<Durability> durability, Map<String, String> settings,
    Duration persistDeadline, boolean chain, Keys keys, RuntimeOptions runtime, Optional<PlacementOptions> placement) {

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
    Objects.requireNonNull(placement, "placement");
  }

  /** Names the folder; a setting may be a password, and stays unsaid. */
  @Override
  public String toString() {
    return "the options of the system in " + data;
  }
}
