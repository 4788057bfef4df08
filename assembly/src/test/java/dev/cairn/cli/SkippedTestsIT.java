package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A skipped test is a warning of the build, and so is something that nobody may get used to. */
final class SkippedTestsIT {
  private static final Path ROOT = Path.of(System.getProperty("cairn.root"));
  private static final Pattern SKIPPED =
      Pattern.compile("<testcase name=\"([^\"]*)\"[^>]*>\\s*<skipped( message=\"[^\"]*\")?");
  private static final Pattern LACKED_HERE =
      Pattern.compile("not run here: |needs .*the right to|Disabled on operating system");

  @Test
  void no_test_was_skipped_but_for_what_this_machine_lacks() throws IOException {
    List<Path> reports;
    try (Stream<Path> files = Files.find(ROOT, 4, (file, attributes) -> file.getParent().endsWith("surefire-reports")
        && file.getFileName().toString().matches("TEST-.*\\.xml"))) {
      reports = files.toList();
    }
    assertFalse(reports.isEmpty());
    Set<String> skipped = new TreeSet<>();
    for (Path report : reports) {
      SKIPPED.matcher(Files.readString(report)).results().filter(test -> !LACKED_HERE.matcher(test.group()).find())
          .forEach(test -> skipped.add(test.group(1) + test.group(2)));
    }
    assertEquals(Set.of(), skipped);
  }
}
