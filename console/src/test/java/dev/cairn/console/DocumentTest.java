package dev.cairn.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page on the console says is what is there. */
class DocumentTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Path SOURCES = Path.of("src", "test", "java", "dev", "cairn", "console");
  private static final int MOST_BYTES = 100_000;

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.DOTALL).matcher(text).results().map(found -> found.group(1)).toList();
  }

  @Test
  void its_programs_are_part_of_a_test() throws IOException {
    String test = Files.readString(SOURCES.resolve("WatchedShopTest.java"));
    List<String> programs = found("```java\n(.*?)```", Files.readString(DOCS.resolve("console.md")));
    assertFalse(programs.isEmpty());
    programs.forEach(program -> assertTrue(test.contains(program.strip().indent(4).stripTrailing()), program));
  }

  @Test
  void its_rooms_are_those_of_the_page() throws IOException {
    String script = new String(Assets.at("/app.js").body(), StandardCharsets.UTF_8);
    List<String> rooms = found("\\['[a-z]+', '([A-Z][a-z]+)'\\]", script);
    assertEquals(rooms, found("\n\\| \\*\\*(\\w+)\\*\\*", Files.readString(DOCS.resolve("console.md"))));
  }

  @Test
  void its_pictures_are_there_and_small() throws IOException {
    String page = Files.readString(DOCS.resolve("console.md"));
    List<String> pictures = Pattern.compile("!\\[[^\\]]+\\]\\(([^)]+)\\)").matcher(page).results()
        .map((MatchResult found) -> found.group(1)).toList();
    assertTrue(pictures.size() >= 3, pictures.toString());
    for (String picture : pictures) {
      long bytes = Files.size(DOCS.resolve(picture));
      assertTrue(bytes < MOST_BYTES, picture + ": " + bytes + " bytes");
    }
  }
}
