package dev.cairn.pekko.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.Durability;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.KeyRing;
import dev.cairn.api.KeySource;
import dev.cairn.api.StoreRefused;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a plugin opens its location, as its configuration says. Plugins with equal settings share a location.
 *
 * @param data the folder, absolute
 * @param backend the name of the backend, if it is chosen
 * @param durability of what is stored, if it is chosen
 * @param plugins a folder of backends, each in a folder of its own
 * @param keyFiles the files of its keys by their ids; the first one seals what is new
 * @param persistDeadline how long a write waits for the store
 * @param settings the backend's own settings
 */
record LocationSettings(Path data, Optional<String> backend, Optional<Durability> durability, Optional<Path> plugins,
    Map<Integer, Path> keyFiles, Duration persistDeadline, Map<String, String> settings) {

  /** Reads the section of a plugin. */
  static LocationSettings of(Config plugin) {
    return new LocationSettings(Path.of(plugin.getString("data")).toAbsolutePath().normalize(),
        text(plugin, "backend"), text(plugin, "durability").map(word -> durability(plugin, word)),
        text(plugin, "backends").map(Path::of), keyFiles(plugin), plugin.getDuration("persist-deadline"),
        settings(plugin.getConfig("setting")));
  }

  private static Optional<String> text(Config plugin, String name) {
    return Optional.of(plugin.getString(name)).filter(text -> !text.isEmpty());
  }

  private static Durability durability(Config plugin, String word) {
    for (Durability durability : Durability.values()) {
      if (durability.name().equalsIgnoreCase(word)) {
        return durability;
      }
    }
    throw new ConfigException.BadValue(plugin.getValue("durability").origin(), "durability",
        "'" + word + "' is none of SYNC, OS and NONE.");
  }

  private static Map<Integer, Path> keyFiles(Config plugin) {
    Map<Integer, Path> files = new LinkedHashMap<>();
    for (String entry : plugin.getStringList("key-files")) {
      int equals = entry.indexOf('=');
      try {
        int id = equals < 0 ? 1 : Integer.parseInt(entry.substring(0, equals));
        files.put(id, Path.of(entry.substring(equals + 1)));
      } catch (NumberFormatException e) {
        throw new ConfigException.BadValue(plugin.getValue("key-files").origin(), "key-files",
            "'" + entry + "' is neither FILE nor ID=FILE.");
      }
    }
    return files;
  }

  private static Map<String, String> settings(Config section) {
    Map<String, String> settings = new LinkedHashMap<>();
    section.entrySet().forEach(entry -> settings.put(entry.getKey().replace("\"", ""),
        String.valueOf(entry.getValue().unwrapped())));
    return settings;
  }

  /** Opens a system that only has streams. It does not close with the JVM: the actor system of Pekko closes it. */
  ActorSystem open(Optional<KeyRing> keys) {
    ActorSystem.Builder builder = ActorSystem.builder()
        .data(data)
        .persistDeadline(persistDeadline)
        .closeWithJvm(false);
    backend.ifPresent(builder::backend);
    durability.ifPresent(builder::durability);
    plugins.ifPresent(builder::backends);
    keys.ifPresent(builder::keys);
    settings.forEach(builder::setting);
    return builder.open();
  }

  /** Reads the keys; empty if there are none. */
  Optional<KeyRing> keys() {
    KeyRing ring = null;
    for (Map.Entry<Integer, Path> file : keyFiles.entrySet()) {
      EncryptedKey key = EncryptedKey.from(KeySource.file(file.getValue()));
      ring = ring == null ? KeyRing.of(file.getKey(), key) : ring.add(file.getKey(), key);
    }
    return Optional.ofNullable(ring);
  }

  /**
   * Refuses another way to open the same folder.
   *
   * @throws StoreRefused if it is another one
   */
  void requireSame(LocationSettings other) {
    if (!equals(other)) {
      throw new StoreRefused("Two plugins of Pekko share the folder " + data + " and differ in "
          + String.join(", ", differences(other)) + ". Give them the same settings, or a folder each.", null);
    }
  }

  private List<String> differences(LocationSettings other) {
    Map<String, Boolean> same = new LinkedHashMap<>();
    same.put("backend", backend.equals(other.backend));
    same.put("durability", durability.equals(other.durability));
    same.put("backends", plugins.equals(other.plugins));
    same.put("key-files", keyFiles.equals(other.keyFiles));
    same.put("persist-deadline", persistDeadline.equals(other.persistDeadline));
    same.put("setting", settings.equals(other.settings));
    return same.entrySet().stream().filter(entry -> !entry.getValue()).map(Map.Entry::getKey).toList();
  }
}
