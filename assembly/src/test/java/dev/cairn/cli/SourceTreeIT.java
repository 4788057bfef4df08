package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What the source tree keeps small: files, methods, lines. It relies on the one format, in which a block ends where it
 * began.
 */
final class SourceTreeIT {
  private static final Path ROOT = Path.of(System.getProperty("cairn.root"));
  private static final int FILE_LINES = 400;
  private static final int METHOD_LINES = 40;
  private static final int WIDTH = 120;
  private static final Pattern NO_METHOD = Pattern
      .compile("^(if|for|while|try|switch|do|synchronized)\\b|\\b(class|record|enum|interface|new)\\b|->|=");

  @Test
  void no_file_is_longer_than_400_lines() throws IOException {
    assertEquals(List.of(), found(".java", (lines, add) -> {
      if (lines.size() > FILE_LINES) {
        add.accept(0, lines.size() + " lines");
      }
    }));
  }

  @Test
  void no_method_is_longer_than_40_lines() throws IOException {
    assertEquals(List.of(), found(".java", (lines, add) -> IntStream.range(0, lines.size())
        .filter(end -> lines.get(end).matches(" +}")).forEach(end -> {
          int start = start(lines, end);
          if (end - start >= METHOD_LINES && isMethod(lines.get(start).strip())) {
            add.accept(start, (end - start + 1) + " lines");
          }
        })));
  }

  @Test
  void no_line_of_code_is_wider_than_120_characters() throws IOException {
    assertEquals(List.of(), found(".java", (lines, add) -> IntStream.range(0, lines.size())
        .filter(line -> lines.get(line).length() > WIDTH).forEach(line -> add.accept(line, "too wide"))));
  }

  @Test
  void no_sentence_of_a_document_is_wider_than_120_characters() throws IOException {
    assertEquals(List.of(), found(".md", (lines, add) -> IntStream.range(0, lines.size())
        .filter(line -> lines.get(line).length() > WIDTH && !inTableOrBlock(lines, line))
        .forEach(line -> add.accept(line, "too wide"))));
  }

  @Test
  void no_class_has_a_name_that_the_glossary_retired() throws IOException {
    String glossary = Files.readString(ROOT.resolve("docs/glossary.md"));
    String last = glossary.substring(glossary.indexOf("## Retired names"));
    List<String> retired = Pattern.compile("`(\\w+)`").matcher(last).results().map(name -> name.group(1)).toList();
    assertFalse(retired.isEmpty());
    Pattern declared = Pattern.compile("\\b(class|record|enum|interface) (" + String.join("|", retired) + ")\\b");
    assertEquals(List.of(), found(".java", (lines, add) -> IntStream.range(0, lines.size())
        .filter(line -> declared.matcher(lines.get(line)).find())
        .forEach(line -> add.accept(line, lines.get(line).strip()))));
  }

  /** Where the block that ends in this line began: the nearest line above with its indentation. */
  private static int start(List<String> lines, int end) {
    String indentation = lines.get(end).substring(0, lines.get(end).indexOf('}'));
    int start = end - 1;
    while (start > 0 && !lines.get(start).matches(indentation + "[^ }@].*")) {
      start--;
    }
    return start;
  }

  private static boolean isMethod(String line) {
    return line.contains("(") && !NO_METHOD.matcher(line).find();
  }

  private static boolean inTableOrBlock(List<String> lines, int line) {
    return lines.get(line).startsWith("|")
        || lines.subList(0, line).stream().filter(each -> each.strip().startsWith("```")).count() % 2 == 1;
  }

  private static List<String> found(String ending, BiConsumer<List<String>, BiConsumer<Integer, String>> rule)
      throws IOException {
    var found = new ArrayList<String>();
    try (var files = Files.walk(ROOT)) {
      for (Path file : files.filter(each -> each.toString().endsWith(ending) && !isBuilt(each)).sorted().toList()) {
        rule.accept(Files.readAllLines(file),
            (line, what) -> found.add(ROOT.relativize(file) + ":" + (line + 1) + ": " + what));
      }
    }
    return found;
  }

  private static boolean isBuilt(Path file) {
    for (Path part : ROOT.relativize(file)) {
      if (part.toString().equals("target")) {
        return true;
      }
    }
    return false;
  }
}
