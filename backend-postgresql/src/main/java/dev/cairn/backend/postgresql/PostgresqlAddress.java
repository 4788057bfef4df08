package dev.cairn.backend.postgresql;

import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a location is. Its folder has this in a file, so that whoever has the folder finds the database:
 *
 * <pre>
 *   format=1
 *   url=jdbc:postgresql://HOST/DATABASE     without a password
 *   user=NAME                               where one was given
 *   schema=NAME
 *   password-file=FILE                      where the password was given so; the password itself is never written
 *   password-env=VARIABLE
 *   writers=many                            where several sessions may write at the same time
 *   lineage=UUID                            of the tables; other tables are not this location
 *   generation=NUMBER                       of the newest session of this folder; the server may have lost it
 * </pre>
 */
record PostgresqlAddress(Map<String, String> lines) {
  /** The values of the setting and of the line {@code writers}. */
  static final String ONE_WRITER = "one";
  static final String MANY_WRITERS = "many";

  private static final String NAME = "postgresql.properties";
  private static final String FORMAT = "1";
  private static final Pattern SCHEMA = Pattern.compile("(?!pg_)[a-z_][a-z0-9_]{0,62}");

  PostgresqlAddress {
    lines = Map.copyOf(lines);
  }

  /**
   * Reads the file of a folder; a setting that is given wins over its line.
   *
   * @throws BackendException.Unavailable if the folder has no such file and the mode is not to create it
   * @throws BackendException.Misconfigured if no database is known, or the schema has no name of ours
   */
  static PostgresqlAddress of(BackendConfig config) {
    Path file = config.location().resolve(NAME);
    Map<String, String> lines = new LinkedHashMap<>(read(file));
    if (lines.isEmpty() && config.mode() != BackendConfig.Mode.CREATE) {
      throw new BackendException.Unavailable("There is no file " + file + ", which names the database.", null);
    }
    if (config.secret("password").isPresent()) {
      lines.keySet().removeAll(List.of("password-file", "password-env"));
    }
    for (String name : new String[] { "url", "user", "schema", "password-file", "password-env", "writers" }) {
      config.text(name).ifPresent(text -> lines.put(name, text));
    }
    lines.putIfAbsent("schema", "cairn");
    lines.remove("writers", ONE_WRITER);
    PostgresqlAddress address = new PostgresqlAddress(lines);
    address.require(file);
    return address;
  }

  private void require(Path file) {
    if (!lines.containsKey("url")) {
      throw new BackendException.Misconfigured("No database is named. Give the setting url ="
          + " jdbc:postgresql://HOST/DATABASE; the folder then keeps it in " + file + ".");
    }
    if (!SCHEMA.matcher(schema()).matches()) {
      throw new BackendException.Misconfigured("Setting schema = '" + schema() + "' must match " + SCHEMA + ".");
    }
  }

  String url() {
    return lines.getOrDefault("url", "");
  }

  Optional<String> user() {
    return Optional.ofNullable(lines.get("user"));
  }

  String schema() {
    return lines.getOrDefault("schema", "");
  }

  /** The schema as a word of SQL, also where it is one that SQL knows. */
  String quotedSchema() {
    return '"' + schema() + '"';
  }

  /** Whether several sessions may write at the same time. */
  boolean isShared() {
    return MANY_WRITERS.equals(lines.get("writers"));
  }

  /** The lineage of the tables that this folder has written to; empty where it never has. */
  Optional<UUID> lineage() {
    return Optional.ofNullable(lines.get("lineage")).map(UUID::fromString);
  }

  /** The password, given now or where the file says it is. */
  Optional<char[]> password(BackendConfig config) {
    return config.secret("password").or(() -> {
      Map<String, String> places = new LinkedHashMap<>(lines);
      places.keySet().removeIf(name -> !name.startsWith("password-"));
      return new BackendConfig(config.location(), config.mode(), Optional.empty(), places).secret("password");
    });
  }

  /** The newest generation that a session of this folder has claimed, 0 for none. */
  long generation() {
    return Long.parseLong(lines.getOrDefault("generation", "0"));
  }

  /** Keeps the address in the folder, with what a session has found there; whole or not at all. */
  void write(Path folder, UUID lineage, long generation) {
    Map<String, String> all = new LinkedHashMap<>(lines);
    all.put("format", FORMAT);
    all.put("lineage", lineage.toString());
    all.put("generation", Long.toString(generation));
    Path file = folder.resolve(NAME);
    StringBuilder text = new StringBuilder();
    for (String name : new String[] { "format", "url", "user", "schema", "password-file", "password-env", "writers",
        "lineage", "generation" }) {
      String value = all.get(name);
      text.append(value == null ? "" : name + "=" + value.replace("\\", "\\\\") + "\n");
    }
    Path draft = folder.resolve(NAME + ".new");
    try {
      try (FileOutputStream out = new FileOutputStream(draft.toFile())) { // an interrupt would close a channel
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        out.getFD().sync();
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new BackendException.Unavailable("The file " + file + " cannot be written.", e);
    }
  }

  private static Map<String, String> read(Path file) {
    Properties read = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        read.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new BackendException.Unavailable("The file " + file + " cannot be read.", e);
      }
      requireWhole(file, read);
    }
    Map<String, String> lines = new LinkedHashMap<>();
    read.stringPropertyNames().forEach(name -> lines.put(name, read.getProperty(name)));
    return lines;
  }

  private static void requireWhole(Path file, Properties lines) {
    @Nullable
    String lineage = lines.getProperty("lineage");
    if (!FORMAT.equals(lines.getProperty("format")) || lineage == null || lines.getProperty("url") == null) {
      throw new BackendException.Corrupt("The file " + file + " must have the lines format=" + FORMAT
          + ", url, schema and lineage. Put the file back as it was.");
    }
    try {
      UUID.fromString(lineage);
      Long.parseLong(lines.getProperty("generation", "0"));
    } catch (IllegalArgumentException e) {
      throw new BackendException.Corrupt("The file " + file + " has a lineage or a generation that is none.", e);
    }
  }

  /** The database and the schema, for messages. */
  @Override
  public String toString() {
    return "schema " + schema() + " of " + url();
  }
}
