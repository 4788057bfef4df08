package dev.cairn.spi;

import java.io.IOException;
import java.nio.file.Files;
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
    String text = given(name);
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
    String text = given(name);
    if (text == null) {
      return allowed[0];
    }
    if (List.of(allowed).contains(text)) {
      return text;
    }
    throw new BackendException.Misconfigured(
        "Setting " + name + " = '" + text + "' must be one of: " + listed(List.of(allowed)) + ".");
  }

  /** Reads a text as the user wrote it; empty where there is none. Not for secrets. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(given(name));
  }

  /**
   * Reads a secret, such as a password. It is given by one of three settings: {@code NAME} holds the secret itself,
   * {@code NAME-file} the path of a file that holds it (a line break at its end does not count), {@code NAME-env} the
   * name of an environment variable. No message of this class holds a secret. The caller keeps it out of every message,
   * log and file, and clears the array once it needs it no more.
   *
   * @return the secret, an array of its own for each call; empty where none of the three is given
   * @throws BackendException.Misconfigured if more than one is given, the file cannot be read, or there is no such
   *     variable
   */
  public Optional<char[]> secret(String name) {
    String file = name + "-file";
    String variable = name + "-env";
    List<String> given = List.of(name, file, variable).stream().filter(each -> given(each) != null).toList();
    if (given.size() > 1) {
      throw new BackendException.Misconfigured("Settings " + listed(given) + ": give one of them.");
    }
    return text(name)
        .or(() -> text(file).map(path -> content(file, path)))
        .or(() -> text(variable).map(key -> variable(variable, key)))
        .map(String::toCharArray);
  }

  private static String content(String setting, String path) {
    try {
      return Files.readString(Path.of(path)).replaceFirst("\\R\\z", "");
    } catch (IOException | IllegalArgumentException e) {
      throw new BackendException.Misconfigured("Setting " + setting + " = '" + path + "': this file cannot be read.");
    }
  }

  private static String variable(String setting, String name) {
    String text = System.getenv(name);
    if (text == null) {
      throw new BackendException.Misconfigured(
          "Setting " + setting + " = '" + name + "': there is no environment variable of this name.");
    }
    return text;
  }

  /** Names the folder and the mode; the settings stay unsaid, since one may be a secret. */
  @Override
  public String toString() {
    return location + ", mode " + mode;
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

  private @Nullable String given(String name) {
    read.add(name);
    return settings.get(name);
  }
}
