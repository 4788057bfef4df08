package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rule book says what is tried, and what is tried is in the rule book. */
class RuleBookTest {
  private static final Path BOOK = Path.of("..", "docs", "writing-a-backend.md");

  private static List<String[]> rows() throws IOException {
    return Files.readAllLines(BOOK).stream().filter(line -> line.matches("\\| [A-Z]\\d+ \\|.*"))
        .map(line -> line.substring(2).split(" \\| ?")).toList();
  }

  @Test
  void each_rule_has_one_row_and_each_row_is_a_rule() throws IOException {
    Set<String> tried = Stream.of(BackendCertification.class.getDeclaredClasses())
        .flatMap(group -> Stream.of(group.getSuperclass().getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Test.class))
        .map(RuleBookTest::number).collect(Collectors.toCollection(TreeSet::new));
    tried.addAll(Set.of("F1", "F2"));
    List<String> told = rows().stream().map(row -> row[0]).toList();
    assertEquals(tried, new TreeSet<>(told));
    assertEquals(tried.size(), told.size(), "a rule has two rows");
  }

  private static String number(Method rule) {
    return rule.getName().replaceAll("_.*", "").toUpperCase(Locale.ROOT);
  }

  @Test
  void each_row_says_what_is_required_and_why() throws IOException {
    for (String[] row : rows()) {
      assertEquals(3, row.length, row[0]);
      assertTrue(row[1].length() >= 20 && row[1].endsWith("."), row[0] + " requires: " + row[1]);
      assertTrue(row[2].length() >= 5, row[0] + " has no intent");
    }
  }
}
