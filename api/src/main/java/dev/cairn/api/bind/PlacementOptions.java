package dev.cairn.api.bind;

import java.util.Map;
import java.util.Objects;

/**
 * How the actors of a location are placed in several processes.
 *
 * @param name of the placement
 * @param settings by their names without the prefix {@code cluster.}
 */
public record PlacementOptions(String name, Map<String, String> settings) {
  /** Refuses missing parts. */
  public PlacementOptions {
    Objects.requireNonNull(name, "name");
    settings = Map.copyOf(settings);
  }

  /** Names the placement; a setting may be a password, and stays unsaid. */
  @Override
  public String toString() {
    return "the options of the placement " + name;
  }
}
