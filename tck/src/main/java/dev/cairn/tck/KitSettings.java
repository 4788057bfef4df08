package dev.cairn.tck;

import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.Durability;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The settings with which the rules open a backend: {@code -Dcairn.tck.setting.NAME=VALUE}. In a value, {@code
 * {location}} stands for a word of letters and digits that no other folder has: a backend that keeps its locations
 * elsewhere, as in schemas of a database, needs a fresh one for each folder.
 */
public final class KitSettings {
  private static final String PREFIX = "cairn.tck.setting.";
  private static final String LOCATION = "{location}";

  private KitSettings() {}

  /** Describes how a rule opens a location; the same in every process that has the same settings. */
  public static BackendConfig config(Path location, BackendConfig.Mode mode, Optional<Durability> durability) {
    return new BackendConfig(location, mode, durability, of(location));
  }

  static Map<String, String> of(Path location) {
    String path = location.toAbsolutePath().normalize().toString();
    String word = UUID.nameUUIDFromBytes(Rules.bytes(path)).toString().replace("-", "");
    Map<String, String> settings = new HashMap<>();
    for (String name : names()) {
      settings.put(name.substring(PREFIX.length()), System.getProperty(name).replace(LOCATION, word));
    }
    return settings;
  }

  /** The arguments by which a child JVM gets the same settings. */
  static List<String> arguments() {
    return names().stream().map(name -> "-D" + name + "=" + System.getProperty(name)).toList();
  }

  private static List<String> names() {
    return System.getProperties().stringPropertyNames().stream().filter(name -> name.startsWith(PREFIX)).sorted()
        .toList();
  }
}
