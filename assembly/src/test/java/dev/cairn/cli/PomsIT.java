package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The poms say what a public repository asks for, so that they can be published as they are. */
final class PomsIT {
  private static final Path ROOT = Path.of(System.getProperty("cairn.root"));

  @Test
  void the_parent_names_licence_address_source_and_developers() throws IOException {
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    List<String> wanted = List.of("name", "description", "licenses", "url", "scm", "developers");
    assertEquals(List.of(), wanted.stream().filter(each -> !pom.matches("(?s).*\n  <" + each + "[ >].*")).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = { "api", "spi", "impl", "backend-memory", "backend-sqlite", "backend-rocksdb", "backend-postgresql",
          "testkit", "tck", "micrometer", "spring-boot-starter", "pekko-journal", "cluster-pekko", "projection-jdbc",
          "console" })
  void a_published_module_has_a_name_a_description_and_jars_of_sources_and_javadoc(String module) throws IOException {
    String pom = Files.readString(ROOT.resolve(module).resolve("pom.xml"));
    Stream<String> wanted = Stream.of("\n  <name>", "\n  <description>", "<release.jars.skip>false<");
    assertEquals(List.of(), wanted.filter(each -> !pom.contains(each)).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = { "examples", "bench", "assembly" })
  void any_other_module_is_not_deployed(String module) throws IOException {
    String pom = Files.readString(ROOT.resolve(module).resolve("pom.xml"));
    assertTrue(pom.contains("<maven.deploy.skip>true<"), module);
  }
}
