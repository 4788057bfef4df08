package dev.cairn.api;

import dev.cairn.api.bind.PlacementOptions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The placement of a system and its settings, apart from those of the backend. */
final class ClusterSettings {
  private static final String PREFIX = "cluster.";

  private final Map<String, String> settings = new TreeMap<>();
  private @Nullable String placement;

  void choose(String name) {
    placement = name;
  }

  /** Takes a setting; false if it is none of a placement. */
  boolean take(String name, String value) {
    boolean mine = name.startsWith(PREFIX);
    if (mine) {
      settings.put(name.substring(PREFIX.length()), value);
    }
    return mine;
  }

  /** What was chosen; settings without a placement are refused. */
  Optional<PlacementOptions> options() {
    if (placement == null && !settings.isEmpty()) {
      throw new StoreRefused("The setting " + PREFIX + settings.keySet().iterator().next() + " is given, and no "
          + "placement is chosen. Choose one with placement(NAME), or remove the setting. Nothing was touched.", null);
    }
    return Optional.ofNullable(placement).map(name -> new PlacementOptions(name, settings));
  }
}
