package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of {@code impl} use each other as the table in {@code docs/architecture.md} says, and in no circle. */
final class PackagesIT {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| [^|]+ \\|([^|\\n]*)\\|$");
  private static final Pattern USE = Pattern.compile("(?m)^ +dev\\.cairn\\.(\\S+) +-> dev\\.cairn\\.(impl\\S*) ");

  @Test
  void packages_use_each_other_exactly_as_it_is_drawn() throws IOException {
    assertEquals(drawn(), built());
  }

  @Test
  void no_package_comes_back_to_itself() throws IOException {
    var left = new TreeMap<>(drawn());
    while (left.values().removeIf(uses -> uses.stream().noneMatch(left::containsKey))) {
      // takes out who uses nobody that is left, until only circles are
    }
    assertEquals(Map.of(), left);
  }

  private static Map<String, Set<String>> drawn() throws IOException {
    String page = Files.readString(Path.of(System.getProperty("cairn.root"), "docs", "architecture.md"));
    String table = page.substring(page.indexOf("| package |"), page.indexOf("**What an actor is made of.**"));
    var drawn = new TreeMap<String, Set<String>>();
    matches(ROW, table).forEach(row -> drawn.put(row.group(1), Stream.of(row.group(2).split(",")).map(String::strip)
        .filter(name -> !name.isEmpty()).collect(TreeSet::new, Set::add, Set::addAll)));
    return drawn;
  }

  private static Map<String, Set<String>> built() {
    var built = new TreeMap<String, Set<String>>();
    BuiltJar.all().stream().filter(jar -> jar.name().equals("dev.cairn.impl")).findFirst().orElseThrow().module()
        .packages().forEach(name -> built.put(lastPart(name), new TreeSet<>()));
    matches(USE, uses()).forEach(use -> built.get(lastPart(use.group(1))).add(lastPart(use.group(2))));
    built.forEach((name, uses) -> uses.remove(name));
    return built;
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String uses() {
    var printed = new StringWriter();
    try (var out = new PrintWriter(printed)) {
      ToolProvider.findFirst("jdeps").orElseThrow().run(out, out, "-verbose:package", "-filter:none",
          "--ignore-missing-deps", "--multi-release", "base", "--module-path",
          Path.of(System.getProperty("cairn.home"), "modules").toString(), "-m", "dev.cairn.impl");
    }
    return printed.toString();
  }

  private static Stream<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }
}
