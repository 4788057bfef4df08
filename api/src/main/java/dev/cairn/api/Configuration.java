package dev.cairn.api;

import dev.cairn.api.ActorSystem.Builder;
import dev.cairn.api.bind.BackendAccess;
import dev.cairn.api.bind.Durations;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a system that come from the process. The system properties win over the environment, the environment
 * wins over the file, and the code wins over all.
 *
 * <pre>
 *   file               ask-timeout = 5s    setting.cache-mib = 64
 *   environment        CAIRN_ASK_TIMEOUT   CAIRN_SETTING_CACHE_MIB
 *   system property    cairn.ask-timeout   cairn.setting.cache-mib
 * </pre>
 */
final class Configuration {
  private static final System.Logger LOG = System.getLogger(Configuration.class.getName());
  private static final String FILE = "config";
  private static final String SETTING = "setting.";
  private static final String CLUSTER = SETTING + "cluster.";
  private static final Map<String, BiConsumer<Builder, String>> KEYS = new TreeMap<>(Map.ofEntries(
      entry("data", (builder, text) -> builder.data(Path.of(text))),
      entry("backends", (builder, text) -> builder.backends(Path.of(text))),
      entry("backend", Builder::backend),
      entry("placement", Builder::placement),
      entry("durability", (builder, text) -> builder.durability(durability(text))),
      entry("chain", (builder, text) -> builder.chain(truth(text))),
      entry("ask-timeout", (builder, text) -> builder.askTimeout(Durations.parse(text))),
      entry("persist-deadline", (builder, text) -> builder.persistDeadline(Durations.parse(text))),
      entry("stop-deadline", (builder, text) -> builder.stopDeadline(Durations.parse(text))),
      entry("idle-after", (builder, text) -> builder.idleAfter(Durations.parse(text))),
      entry("max-active", (builder, text) -> builder.maxActive(number(text))),
      entry("check-states", (builder, text) -> builder.checkStates(truth(text)))));

  private final Map<String, Value> values = new TreeMap<>();
  private final UnknownKeys unknown;

  /** The text of a setting and its source. */
  private record Value(String text, String origin) {}

  private Configuration(UnknownKeys unknown) {
    this.unknown = unknown;
  }

  /**
   * Reads all three sources. An unknown key is refused if it looks like a known key or like a setting of a backend. The
   * log has one warning for all other unknown keys, since a platform may set variables with the same prefix.
   *
   * @param file the file; null for the file that the process names, if any
   * @param backends returns the names of the backends for a plugin folder; called only if a key is unknown
   * @throws StoreRefused if a key looks like another key (the message names both), or the file cannot be read
   */
  static Configuration read(@Nullable Path file, Map<String, String> environment, Properties properties,
      Function<Optional<Path>, List<String>> backends) {
    UnknownKeys unknown = new UnknownKeys(KEYS.keySet());
    Configuration process = new Configuration(unknown);
    environment.forEach(process::addVariable);
    properties.stringPropertyNames().forEach(name -> process.addProperty(name, properties.getProperty(name)));
    Configuration all = new Configuration(unknown);
    Optional.ofNullable(file).or(() -> process.path(FILE)).ifPresent(all::addFile);
    all.values.putAll(process.values);
    unknown.warning(() -> backends.apply(all.plugins()))
        .ifPresent(warning -> LOG.log(System.Logger.Level.WARNING, warning));
    return all;
  }

  /** The settings of this process, with the file that it names. */
  static Configuration ofProcess() {
    return ofProcess(null);
  }

  /** The settings of this process, with this file in place of the one that it names. */
  static Configuration ofProcess(@Nullable Path file) {
    return read(file, System.getenv(), System.getProperties(), plugins -> Runtimes.first().backends(plugins).stream()
        .flatMap(finding -> finding.name().stream()).toList());
  }

  /**
   * Applies every setting to a builder.
   *
   * @throws StoreRefused if a value cannot be read as its type
   */
  void applyTo(Builder builder) {
    values.forEach((key, value) -> {
      try {
        if (key.startsWith(SETTING)) {
          builder.setting(key.substring(SETTING.length()), value.text());
        } else if (!key.equals(FILE)) {
          KEYS.get(key).accept(builder, value.text());
        }
      } catch (IllegalArgumentException e) {
        throw new StoreRefused("'" + value.text() + "' for " + key + " in " + value.origin() + ": " + e.getMessage(),
            e);
      }
    });
  }

  Optional<Path> plugins() {
    return path("backends");
  }

  /** The way in which a tool opens the location of this process. */
  BackendAccess access() {
    return new BackendAccess(plugins(), settings());
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    values.forEach((key, value) -> {
      if (key.startsWith(SETTING) && !key.startsWith(CLUSTER)) {
        settings.put(key.substring(SETTING.length()), value.text());
      }
    });
    return settings;
  }

  /** Marks the finding that a system would use with the reason. */
  List<BackendFinding> choose(List<BackendFinding> findings) {
    List<BackendFinding> usable = findings.stream().filter(finding -> finding.problem().isEmpty()).toList();
    Value wanted = values.get("backend");
    return findings.stream().map(finding -> {
      if (wanted != null && usable.contains(finding) && finding.name().equals(Optional.of(wanted.text()))) {
        return finding.chosenBy(wanted.origin());
      }
      return wanted == null && usable.equals(List.of(finding)) ? finding.chosenBy(BackendFinding.BEING_THE_ONLY_ONE)
          : finding;
    }).toList();
  }

  private Optional<Path> path(String key) {
    return Optional.ofNullable(values.get(key)).map(value -> Path.of(value.text()));
  }

  private void addFile(Path file) {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      lines.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new StoreRefused("The configuration " + file + " cannot be read.", e);
    }
    lines.stringPropertyNames().forEach(name -> add(name, name, lines.getProperty(name), "the file " + file));
  }

  private void addVariable(String name, String text) {
    if (name.startsWith("CAIRN_")) {
      String key = name.substring("CAIRN_".length()).toLowerCase(Locale.ROOT).replace('_', '-')
          .replaceFirst("^setting-", SETTING).replaceFirst("^setting\\.cluster-", CLUSTER);
      add(key, name, text, "the environment as " + name);
    }
  }

  private void addProperty(String name, String text) {
    if (name.startsWith("cairn.")) {
      add(name.substring("cairn.".length()), name, text, "the system property " + name);
    }
  }

  private void add(String key, String name, String text, String origin) {
    boolean setting = key.startsWith(SETTING) && key.length() > SETTING.length();
    if (setting || KEYS.containsKey(key) || (key.equals(FILE) && !origin.startsWith("the file"))) {
      values.put(key, new Value(text.strip(), origin));
    } else {
      unknown.add(key, name, origin);
    }
  }

  private static Map.Entry<String, BiConsumer<Builder, String>> entry(String key, BiConsumer<Builder, String> set) {
    return Map.entry(key, set);
  }

  private static Durability durability(String text) {
    for (Durability level : Durability.values()) {
      if (level.name().equalsIgnoreCase(text)) {
        return level;
      }
    }
    throw new IllegalArgumentException("It must be one of "
        + Stream.of(Durability.values()).map(Durability::name).collect(Collectors.joining(", ")) + ".");
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("It must be a whole number.", e);
    }
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("It must be true or false.");
    };
  }
}
