package dev.cairn.cli;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The javadoc of the distribution has everything that {@code docs/signatures} lists, and says something of it. */
final class JavadocIT {
  private static final Path SIGNATURES = Path.of(System.getProperty("cairn.root"), "docs", "signatures");
  private static final Pattern TYPE = Pattern.compile("(?m)^(?:public|protected) [^\n]*?(dev\\.cairn[\\w.$]+)");
  private static final Pattern MEMBER =
      Pattern.compile("(?s)<section class=\"detail\" id=\"([^\"]+)\">(.*?)</section>");

  @ParameterizedTest
  @ValueSource(strings = { "dev.cairn.api", "dev.cairn.spi", "dev.cairn.testkit", "dev.cairn.tck" })
  void every_public_type_has_a_page_that_says_what_it_and_its_members_are(String module) throws IOException {
    Set<String> types = types(module);
    assertFalse(types.isEmpty(), "no types of " + module);
    List<String> missing = new ArrayList<>();
    for (String type : types) {
      Path page = page(module, type);
      missing.addAll(Files.exists(page) ? silent(type, Files.readString(page)) : List.of(type + " has no page"));
    }
    assertEquals(List.of(), missing);
  }

  /** The public types of public types. */
  private static Set<String> types(String module) throws IOException {
    Set<String> types = TYPE.matcher(Files.readString(SIGNATURES.resolve(module + ".txt"))).results()
        .map(found -> found.group(1)).collect(toCollection(TreeSet::new));
    types.removeIf(type -> type.contains("$") && !types.contains(type.substring(0, type.lastIndexOf('$'))));
    return types;
  }

  private static Path page(String module, String type) {
    int name = type.lastIndexOf('.') + 1;
    return Distribution.built().home().resolve("javadoc").resolve(module)
        .resolve(type.substring(0, name).replace('.', '/')).resolve(type.substring(name).replace('$', '.') + ".html");
  }

  private static List<String> silent(String type, String page) {
    List<String> silent = new ArrayList<>();
    int about = page.indexOf("id=\"class-description\"");
    if (!page.substring(about, page.indexOf("</section>", about)).contains("class=\"block\"")) {
      silent.add(type + " says nothing");
    }
    MEMBER.matcher(page).results().filter(member -> !speaks(member))
        .forEach(member -> silent.add(type + "#" + member.group(1) + " says nothing"));
    return silent;
  }

  /** A method that the JDK specifies needs no words of ours. */
  private static boolean speaks(MatchResult member) {
    return member.group(2).contains("class=\"block\"") || member.group(2).contains("Specified by:");
  }
}
