package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The walks of {@code docs/first-hour.md}, {@code docs/recipes.md}, {@code docs/import.md}, {@code docs/timers.md} and,
 * up to its settings, {@code docs/pekko.md}, word for word. Of their blocks:
 *
 * <pre>
 *   java   a file, whose name is in its first line; so is hocon
 *   diff   lines of a file that others replace
 *   sh     commands
 *   text   lines that the commands before have printed; "..." stands for anything
 * </pre>
 */
@Order(2)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class WalksIT {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(java|hocon|diff|sh|text)\\n(.*?)^```");
  private static final Pattern FILE = Pattern.compile("(?://|#) (\\S+)\\n(.*)", Pattern.DOTALL);
  private static final Pattern CHANGE = Pattern.compile("(?m)^@@ (\\S+) @@\\n((?:[-+ ].*\\n)+)");
  private static final String JDK = System.getProperty("java.home");
  /** Pekko, Scala and their journal on JDBC, as they are measured beside Cairn. */
  private static final Path PEERS = Path.of(System.getProperty("cairn.root"), "bench/target/postgresql");
  private static final String SHORT_LIFE = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
  /** Pekko uses it, and newer JVMs warn. */
  private static final String UNSAFE =
      Runtime.version().feature() < 24 ? "" : " --sun-misc-unsafe-memory-access=allow";
  private static final String SAID = "Picked up JAVA_TOOL_OPTIONS";

  @TempDir
  private Path folder;

  private final Map<String, String> files = new HashMap<>();
  private final List<Pattern> expected = new ArrayList<>();
  private final StringBuilder script = new StringBuilder();

  @ParameterizedTest
  @ValueSource(strings = { "first-hour", "recipes", "import", "pekko", "timers" })
  void a_page_says_what_happens(String name) throws IOException {
    String page = Files.readString(Path.of(System.getProperty("cairn.root"), "docs", name + ".md"))
        .split("\n## Settings\n")[0];
    for (MatchResult block : BLOCK.matcher(page).results().toList()) {
      switch (block.group(1)) {
        case "java", "hocon" -> write(block.group(2));
        case "diff" -> change(block.group(2));
        case "text" -> block.group(2).lines().forEach(this::expect);
        default -> script.append(block.group(2));
      }
    }
    assertFalse(expected.isEmpty());
    assertInOrder(printed());
  }

  private void assertInOrder(List<String> printed) {
    int at = 0;
    for (Pattern line : expected) {
      while (at < printed.size() && !line.matcher(printed.get(at)).matches()) {
        at++;
      }
      assertTrue(at++ < printed.size(), () -> "No line " + line + ", or not in order:\n" + String.join("\n", printed));
    }
  }

  private void write(String block) {
    var file = FILE.matcher(block);
    assertTrue(file.matches(), () -> "no name of a file: " + block);
    put(file.group(1), file.group(2));
  }

  private void change(String block) {
    for (MatchResult change : CHANGE.matcher(block).results().toList()) {
      String before = files.get(change.group(1));
      String from = side(change.group(2), "+");
      assertEquals(2, before.split(Pattern.quote(from), -1).length, () -> "not exactly once: " + from);
      put(change.group(1), before.replace(from, side(change.group(2), "-")));
    }
  }

  /** The lines of a change without those of the other side. */
  private static String side(String lines, String other) {
    return lines.lines().filter(line -> !line.startsWith(other)).map(line -> line.substring(1) + "\n")
        .collect(Collectors.joining());
  }

  private void put(String file, String content) {
    files.put(file, content);
    script.append("cat > ").append(file).append(" <<'END OF FILE'\n").append(content).append("END OF FILE\n");
  }

  private void expect(String line) {
    expected.add(Pattern.compile(Stream.of(line.strip().split("\\s+"))
        .map(word -> Stream.of(word.split("\\.{3}", -1)).map(Pattern::quote).collect(Collectors.joining(".*")))
        .collect(Collectors.joining("\\s+"))));
  }

  private List<String> printed() throws IOException {
    Files.writeString(folder.resolve("walk.sh"), script);
    var ended = Launch.cairn(Path.of("/bin/sh"), folder, "-e", "walk.sh")
        .with("CAIRN", Distribution.built().home().toString())
        .with("PEKKO", PEERS.toString())
        .with("PATH", JDK + "/bin:" + System.getenv("PATH"))
        .with("JDK_JAVA_OPTIONS", "") // also a compiler lives for a second
        .with("JAVA_TOOL_OPTIONS", SHORT_LIFE + UNSAFE).run().done();
    assertEquals(List.of(), ended.err().stream().filter(line -> !line.startsWith(SAID)).toList());
    return ended.out().stream().map(String::strip).toList();
  }
}
