package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Every promise has a test that ran. */
class PromisesIT {
  private static final Path ROOT = Path.of(System.getProperty("cairn.root"));
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|Stress|IT))\\.(\\w+)`");
  private static final Pattern RAN = Pattern.compile("<testcase name=\"(\\w+)[^\"]*\""
      + " classname=\"[\\w.]*?(\\w+)(?:\\[\\d+])?\"[^>]*?(?:/>|>(.*?)</testcase>)", Pattern.DOTALL);
  private static final List<String> BAD = List.of("<failure", "<error", "<skipped");

  @Test
  void every_test_that_proves_a_promise_is_there_and_ran_well() throws IOException {
    Set<String> named = named();
    assertTrue(named.size() > 50, () -> "only " + named);
    named.removeAll(passed());
    named.removeIf(PromisesIT::runsBesideThisOne);
    assertEquals(Set.of(), named);
  }

  @Test
  void every_promise_names_a_test() throws IOException {
    Files.readAllLines(ROOT.resolve("docs/promises.md")).stream()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| promise"))
        .forEach(line -> assertTrue(NAMED.matcher(line).find(), line));
  }

  private static Set<String> named() throws IOException {
    return NAMED.matcher(Files.readString(ROOT.resolve("docs/promises.md"))).results()
        .map(name -> name.group(1) + "." + name.group(2)).collect(Collectors.toCollection(TreeSet::new));
  }

  /** What the unit tests of all modules reported. */
  private static Set<String> passed() throws IOException {
    Set<String> passed = new TreeSet<>();
    try (Stream<Path> reports = Files.find(ROOT, 5, (file, attributes) -> file.getParent().endsWith("surefire-reports")
        && file.getFileName().toString().matches("TEST-.*\\.xml"))) {
      for (Path report : reports.toList()) {
        RAN.matcher(Files.readString(report)).results().filter(PromisesIT::well)
            .forEach(test -> passed.add(test.group(2) + "." + test.group(1)));
      }
    }
    return passed;
  }

  private static boolean well(MatchResult test) {
    return test.group(3) == null || BAD.stream().noneMatch(test.group(3)::contains);
  }

  /** A test of this very run, which fails with it and may come later. */
  private static boolean runsBesideThisOne(String name) {
    String[] parts = name.split("\\.");
    try {
      return parts[0].endsWith("IT") && Arrays.stream(Class.forName("dev.cairn.cli." + parts[0]).getDeclaredMethods())
          .anyMatch(method -> method.getName().equals(parts[1]) && (method.isAnnotationPresent(Test.class)
              || method.isAnnotationPresent(ParameterizedTest.class)));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
