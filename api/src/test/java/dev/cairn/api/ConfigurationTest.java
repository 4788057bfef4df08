package dev.cairn.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  private static final List<BackendFinding> BOTH = List.of(usable("memory"), usable("sqlite"));

  @TempDir
  Path folder;

  @Test
  void a_system_property_wins_over_the_environment_and_that_over_the_file() throws IOException {
    Path file = Files.writeString(folder.resolve("c.properties"), "backend = a\nbackends = /file\n");
    assertEquals("the file " + file, chosen("a", file, Map.of()));
    assertEquals("the environment as CAIRN_BACKEND", chosen("b", file, Map.of("CAIRN_BACKEND", "b")));
    Properties properties = new Properties();
    properties.setProperty("cairn.backend", "c");
    Configuration all = read(file, Map.of("CAIRN_BACKEND", "b"), properties);
    assertEquals(Optional.of("the system property cairn.backend"),
        all.choose(List.of(usable("c"))).getFirst().chosenBy());
    assertEquals(Optional.of(Path.of("/file")), all.plugins());
  }

  @Test
  void the_process_may_name_the_file() throws IOException {
    Path file = Files.writeString(folder.resolve("c.properties"), "backend = sqlite\n");
    assertEquals("the file " + file, chosen("sqlite", null, Map.of("CAIRN_CONFIG", file.toString())));
  }

  @Test
  void one_backend_alone_needs_no_choice_and_of_two_none_is_taken() {
    Configuration nothing = read(null, Map.of("PATH", "x"), new Properties());
    assertEquals(Optional.of("being the only one"), nothing.choose(BOTH.subList(1, 2)).getFirst().chosenBy());
    assertEquals(BOTH, nothing.choose(BOTH));
  }

  @Test
  void a_setting_of_the_placement_is_none_of_the_backend_wherever_it_comes_from() throws IOException {
    Path file = Files.writeString(folder.resolve("c.properties"),
        "placement = pekko\nsetting.cluster.port = 25520\nsetting.url = x\n");
    Configuration read = read(file, Map.of("CAIRN_SETTING_CLUSTER_TLS_KEY_FILE", "k"), new Properties());
    assertEquals(Map.of("url", "x"), read.access().settings());
    ActorSystem.Builder builder = ActorSystem.builder();
    read.applyTo(builder);
    assertEquals(Map.of("port", "25520", "tls-key-file", "k"), builder.cluster.options().orElseThrow().settings());
    assertEquals("pekko", builder.cluster.options().orElseThrow().name());
  }

  @ParameterizedTest
  @CsvSource({ "CAIRN_DURABILTY, durability", "CAIRN_SETTING_, setting.NAME", "CAIRN_, setting.NAME",
      "CAIRN_SETTINGS_CACHE_MIB, setting.cache-mib", "CAIRN_SQLITE_CACHE_MIB, setting.cache-mib",
      "CAIRN_ASKTIMEOUT, ask-timeout", "CAIRN_BACKENT, backend" })
  void a_variable_that_looks_like_a_key_is_refused_with_the_key_meant(String name, String meant) {
    String message = refusal(() -> read(null, Map.of(name, "x"), new Properties()));
    assertTrue(message.contains("'" + name + "'") && message.contains("mean " + meant + "?"), message);
    assertTrue(message.contains("durability, idle-after"), message);
  }

  @Test
  void a_system_property_that_looks_like_a_key_is_refused_as_a_variable_is() {
    Properties properties = new Properties();
    properties.setProperty("cairn.duribility", "SYNC");
    String message = refusal(() -> read(null, Map.of(), properties));
    assertTrue(message.contains("'cairn.duribility'") && message.contains("mean durability?"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = { "CAIRN_SERVICE_HOST", "CAIRN_PORT", "CAIRN_PORT_80_TCP", "CAIRN_SERVICE_PORT_HTTP",
      "CAIRN_SQLITE_SERVICE_HOST", "CAIRN_HOME" })
  void a_variable_of_another_meaning_stops_no_start(String name) {
    Configuration read = read(null, Map.of(name, "x", "CAIRN_BACKEND", "sqlite"), new Properties());
    assertEquals(Optional.of("the environment as CAIRN_BACKEND"),
        read.choose(List.of(usable("sqlite"))).getFirst().chosenBy());
  }

  @Test
  void all_that_nobody_uses_is_told_in_one_warning_of_a_process() {
    UnknownKeys unknown = new UnknownKeys(List.of("data"));
    unknown.add("colour", "CAIRN_COLOUR", "the environment");
    unknown.add("shape", "CAIRN_SHAPE", "the environment");
    String warning = unknown.warning(List::of).orElseThrow();
    assertTrue(warning.contains("CAIRN_COLOUR, CAIRN_SHAPE") && warning.contains("setting.NAME"), warning);
    assertEquals(Optional.empty(), unknown.warning(List::of));
  }

  @Test
  void a_level_of_durability_that_is_none_is_refused_with_the_levels() {
    Configuration read = read(null, Map.of("CAIRN_DURABILITY", "most"), new Properties());
    String message = refusal(() -> read.applyTo(ActorSystem.builder()));
    assertTrue(message.contains("one of SYNC, OS, NONE."), message);
  }

  @Test
  void an_unknown_line_of_the_file_is_refused_with_the_file() throws IOException {
    Path file = Files.writeString(folder.resolve("c.properties"), "cairn.backend = a\n");
    String message = refusal(() -> read(file, Map.of(), new Properties()));
    assertTrue(message.contains("'cairn.backend'") && message.contains(file.toString()), message);
  }

  @ParameterizedTest
  @ValueSource(strings = { "CAIRN_ASK_TIMEOUT=5", "CAIRN_ASK_TIMEOUT=0s", "CAIRN_DURABILITY=most" })
  void a_value_that_is_none_is_refused_with_its_place(String variable) {
    String[] parts = variable.split("=");
    Configuration read = read(null, Map.of(parts[0], parts[1]), new Properties());
    String message = refusal(() -> read.applyTo(ActorSystem.builder()));
    assertTrue(message.contains(parts[0]) && message.contains("'" + parts[1] + "'"), message);
  }

  @Test
  void a_file_that_is_not_there_is_refused() {
    Path file = folder.resolve("none");
    assertTrue(refusal(() -> ActorSystem.builder(file)).contains(file.toString()));
  }

  private static Configuration read(@Nullable Path file, Map<String, String> environment, Properties properties) {
    return Configuration.read(file, environment, properties, plugins -> List.of("memory", "sqlite"));
  }

  private static String refusal(Runnable work) {
    return String.valueOf(assertThrows(StoreRefused.class, work::run).getMessage());
  }

  private static String chosen(String name, @Nullable Path file, Map<String, String> variables) {
    return read(file, variables, new Properties()).choose(List.of(usable(name))).getFirst().chosenBy()
        .orElseThrow();
  }

  private static BackendFinding usable(String name) {
    return new BackendFinding(Optional.of(name), "a.jar", "/a.jar", Optional.empty(), Optional.empty());
  }
}
