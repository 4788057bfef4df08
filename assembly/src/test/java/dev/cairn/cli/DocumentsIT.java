package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.CairnException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say is what is there. */
class DocumentsIT {
  private static final Path ROOT = Path.of(System.getProperty("cairn.root"));
  private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#]+)\\)");

  @Test
  void the_program_of_the_readme_is_the_one_that_is_compiled_and_run() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String program = readme.substring(readme.indexOf("```java") + "```java".length());
    program = program.substring(0, program.indexOf("```")).strip();
    String example =
        Files.readString(ROOT.resolve("examples/account/src/main/java/dev/cairn/examples/account/Account.java"));
    assertTrue(example.contains(program), "Account.java does not contain the program of the README");
  }

  @Test
  void every_fragment_of_the_page_on_testing_is_part_of_a_test_that_is_run() throws IOException {
    String tests = Files.readString(
        ROOT.resolve("examples/account/src/test/java/dev/cairn/examples/account/AccountTest.java"));
    Pattern fragment = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    for (MatchResult found : fragment.matcher(Files.readString(ROOT.resolve("docs/testing.md"))).results().toList()) {
      assertTrue(tests.contains(found.group(1).strip().indent(4).stripTrailing()), found::group);
    }
  }

  @Test
  void every_error_has_its_paragraph_and_every_paragraph_its_error() throws IOException {
    Set<String> told = Files.readAllLines(ROOT.resolve("docs/errors.md")).stream()
        .filter(line -> line.startsWith("### "))
        .map(line -> line.substring("### ".length()))
        .collect(Collectors.toCollection(TreeSet::new));
    Set<String> thrown = family(CairnException.class).map(Class::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(thrown, told);
  }

  @Test
  void the_page_of_the_commands_is_what_the_commands_say() throws IOException {
    assertEquals(Files.readString(ROOT.resolve("docs/cli.md")), Manual.page(Cairn.line()),
        "after a change: cairn manual > docs/cli.md");
  }

  @Test
  void every_link_between_documents_leads_somewhere() throws IOException {
    followAll(ROOT);
  }

  /** Follows every link of the README and the documents in a folder. */
  static void followAll(Path root) throws IOException {
    try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
      Stream.concat(Stream.of(root.resolve("README.md")), docs.filter(file -> file.toString().endsWith(".md")))
          .forEach(DocumentsIT::follow);
    }
  }

  private static void follow(Path document) {
    try {
      LINK.matcher(Files.readString(document)).results()
          .map(link -> document.resolveSibling(link.group(1)).normalize())
          .forEach(target -> assertTrue(Files.exists(target), () -> document + " leads to " + target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Class<?>> family(Class<?> type) {
    Stream<Class<?>> below = type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(DocumentsIT::family)
        : Stream.of();
    return Modifier.isAbstract(type.getModifiers()) ? below : Stream.concat(Stream.of(type), below);
  }
}
