package dev.cairn.cli;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The architecture, as far as built jars can tell it. The drawing is in {@code docs/architecture.md}. */
final class HouseRulesIT {

  private static final Map<String, BuiltJar> HOUSE = BuiltJar.all().stream()
      .collect(toMap(BuiltJar::name, Function.identity()));

  @Test
  void every_room_of_the_house_is_looked_at() {
    var rooms = Set.of("dev.cairn.api", "dev.cairn.spi", "dev.cairn.impl", "dev.cairn.backend.memory",
        "dev.cairn.backend.sqlite", "dev.cairn.backend.rocksdb", "dev.cairn.backend.postgresql", "dev.cairn.testkit",
        "dev.cairn.tck", "dev.cairn.micrometer", "dev.cairn.spring", "dev.cairn.pekko.journal",
        "dev.cairn.cluster.pekko", "dev.cairn.projection.jdbc", "dev.cairn.console", "dev.cairn.examples.account",
        "dev.cairn.bench",
        "dev.cairn.cli");
    var missing = new TreeSet<>(rooms);
    missing.removeAll(HOUSE.keySet());
    assertEquals(Set.of(), missing);
  }

  @Test
  void api_and_spi_require_nothing_but_the_base_and_static_jspecify() {
    for (String door : Set.of("dev.cairn.api", "dev.cairn.spi")) {
      for (Requires requires : HOUSE.get(door).module().requires()) {
        boolean jspecify = requires.name().equals("org.jspecify")
            && requires.modifiers().contains(Requires.Modifier.STATIC);
        assertTrue(jspecify || requires.name().equals("java.base"), () -> door + " requires " + requires);
      }
    }
  }

  @Test
  void impl_and_the_test_kit_require_api_and_spi_of_ours() {
    for (String both : Set.of("dev.cairn.impl", "dev.cairn.testkit")) {
      assertEquals(Set.of("dev.cairn.api", "dev.cairn.spi"), HOUSE.get(both).requiresOfOurs(), both);
    }
  }

  @Test
  void a_backend_and_the_placement_require_only_spi_of_ours() {
    each(jar -> jar.isBackend() || jar.name().startsWith("dev.cairn.cluster."),
        jar -> assertEquals(Set.of("dev.cairn.spi"), jar.requiresOfOurs(), jar.name()));
  }

  @Test
  void an_example_the_console_and_the_command_line_require_only_api_of_ours() {
    var only = Set.of("dev.cairn.console", "dev.cairn.cli");
    each(jar -> jar.name().startsWith("dev.cairn.examples.") || only.contains(jar.name()),
        jar -> assertEquals(Set.of("dev.cairn.api"), jar.requiresOfOurs(), jar.name()));
  }

  @Test
  void nobody_requires_impl_a_backend_or_the_placement() {
    each(jar -> true, jar -> assertTrue(
        jar.requiresOfOurs().stream()
            .noneMatch(name -> name.equals("dev.cairn.impl") || name.startsWith("dev.cairn.backend.")
                || name.startsWith("dev.cairn.cluster.")),
        () -> jar.name() + " requires " + jar.requiresOfOurs()));
  }

  @Test
  void impl_the_backends_and_the_placement_export_nothing() {
    each(jar -> jar.isBackend() || jar.name().startsWith("dev.cairn.cluster.") || jar.name().equals("dev.cairn.impl"),
        jar -> assertEquals(Set.of(), jar.exports(), jar.name()));
  }

  @Test
  void api_shows_its_binding_to_impl_alone_and_everything_else_to_all() {
    for (Exports exports : HOUSE.get("dev.cairn.api").module().exports()) {
      var expected = exports.source().equals("dev.cairn.api.bind") ? Set.of("dev.cairn.impl") : Set.of();
      assertEquals(expected, exports.targets(), exports.source());
    }
  }

  @Test
  void every_package_begins_with_the_name_of_its_module() {
    each(jar -> true, jar -> packages(jar)
        .forEach(name -> assertTrue((name + ".").startsWith(jar.name() + "."), () -> name + " in " + jar.name())));
  }

  @Test
  void no_package_is_in_two_jars() {
    var homes = new HashMap<String, String>();
    each(jar -> true, jar -> packages(jar).forEach(name -> {
      String other = homes.put(name, jar.name());
      assertTrue(other == null, () -> name + " is in " + other + " and in " + jar.name());
    }));
  }

  @Test
  void every_package_has_a_sign_and_is_null_marked() {
    each(jar -> true, jar -> packages(jar).forEach(name -> assertTrue(jar.isNullMarked(name), name)));
  }

  @Test
  void a_module_and_its_bundle_export_the_same() {
    each(jar -> true, jar -> assertEquals(jar.exports(), jar.exportedPackages(), jar.name()));
  }

  @Test
  void a_module_and_its_services_files_provide_the_same() {
    each(jar -> true, jar -> assertEquals(jar.provides(), jar.services(), jar.name()));
  }

  private static Stream<String> packages(BuiltJar jar) {
    return jar.module().packages().stream();
  }

  private static void each(Predicate<BuiltJar> which, Consumer<BuiltJar> rule) {
    HOUSE.values().stream().filter(which).forEach(rule);
  }
}
