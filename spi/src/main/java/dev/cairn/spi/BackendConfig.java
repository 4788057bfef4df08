package dev.cairn.spi;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a backend is opened with. A provider reads each setting it knows through the typed readers below, and then calls
 * {@link #refuseUnknown}, so that a misspelt setting is an error and never ignored.
 *
 * <p>Thread rules: used by one thread, during {@link BackendProvider#open}.
 */
public final class BackendConfig {

  /** Whether a location is opened to write or only to read. */
  public enum Mode {
    /** The one writer of a location, which is created where there is none. */
    CREATE,
    /** The one writer of a location that has been there before: a lost one is never taken for a new one. */
    WRITE,
    /** A reader beside a writer that may be alive; creates nothing, and every commit is refused. */
    READ
  }

  private final Path location;
  private final Mode mode;
  private final @Nullable Durability durability;
  private final Map<String, String> settings;
  private final Set<String> read = new HashSet<>();

  /**
   * Keeps a copy of the settings.
   *
   * @param location a folder that belongs to the backend
   * @param durability what the user asked for; without it the backend's own default applies
   * @param settings names and values as the user wrote them
   */
  public BackendConfig(Path location, Mode mode, Optional<Durability> durability, Map<String, String> settings) {
    this.location = Objects.requireNonNull(location, "location");
    this.mode = Objects.requireNonNull(mode, "mode");
    this.durability = durability.orElse(null);
    this.settings = Map.copyOf(settings);
  }

  /** The folder to keep everything in. */
  public Path location() {
    return location;
  }

  /** Whether to write or only to read, and whether the location must be there. */
  public Mode mode() {
    return mode;
  }

  /**
   * Returns the durability to use: what the user asked for, or else the first supported one.
   *
   * @param supported what the backend can give, its default first
   * @throws BackendException.Misconfigured if the user asked for one that is not supported
   */
  public Durability durability(Durability... supported) {
    if (durability == null) {
      return supported[0];
    }
    if (!List.of(supported).contains(durability)) {
      throw new BackendException.Misconfigured(
          "Durability " + durability + " was asked for; this backend can give " + listed(List.of(supported)) + ".");
    }
    return durability;
  }

  /**
   * Reads a whole number.
   *
   * @throws BackendException.Misconfigured if it is no number or outside the inclusive range
   */
  public long number(String name, long fallback, long lowest, long highest) {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= lowest && value <= highest) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, together with numbers out of range
    }
    throw new BackendException.Misconfigured(
        "Setting " + name + " = '" + text + "' must be a whole number from " + lowest + " to " + highest + ".");
  }

  /**
   * Reads one word of several.
   *
   * @param allowed the words, the fallback first
   * @throws BackendException.Misconfigured if it is another word
   */
  public String choice(String name, String... allowed) {
    String text = text(name);
    if (text == null) {
      return allowed[0];
    }
    if (List.of(allowed).contains(text)) {
      return text;
    }
    throw new BackendException.Misconfigured(
        "Setting " + name + " = '" + text + "' must be one of: " + listed(List.of(allowed)) + ".");
  }

  /**
   * Ends the reading of settings.
   *
   * @throws BackendException.Misconfigured if a setting was given that no reader above has asked for
   */
  public void refuseUnknown() {
    Set<String> unknown = new TreeSet<>(settings.keySet());
    unknown.removeAll(read);
    if (!unknown.isEmpty()) {
      throw new BackendException.Misconfigured(
          "Unknown settings: " + listed(unknown) + ". This backend knows "
              + (read.isEmpty() ? "none" : listed(new TreeSet<>(read))) + ".");
    }
  }

  private static String listed(Collection<?> words) {
    return words.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private @Nullable String text(String name) {
    read.add(name);
    return settings.get(name);
  }
}
