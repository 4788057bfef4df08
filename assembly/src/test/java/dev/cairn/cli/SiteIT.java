package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The site of the distribution has every document, and its links lead somewhere. */
final class SiteIT {
  private static final Path ROOT = Path.of(System.getProperty("cairn.root"));
  private static final Path SITE = Distribution.built().home().resolve("site");
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"(?!\\w+:)([^\"]+)\"");
  private static final Pattern ANCHOR = Pattern.compile(" id=\"([^\"]+)\"");

  private final Map<Path, Set<String>> anchors = new HashMap<>();

  @Test
  void every_page_of_the_documents_is_in_it() throws IOException {
    try (Stream<Path> documents = Files.walk(ROOT.resolve("docs"))) {
      assertEquals(List.of(), documents.filter(file -> file.toString().endsWith(".md"))
          .map(file -> ROOT.relativize(file).toString().replaceFirst("md$", "html"))
          .filter(page -> !Files.exists(SITE.resolve(page))).toList());
    }
  }

  @Test
  void every_link_leads_to_a_file_and_to_a_place_in_it() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      LINK.matcher(Files.readString(page)).results().map(link -> link.group(1))
          .filter(link -> !leads(page, link))
          .forEach(link -> broken.add(SITE.relativize(page) + " leads to " + link));
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void a_search_finds_sections_of_every_page() throws IOException {
    String index = Files.readString(SITE.resolve("index.js"));
    assertTrue(index.startsWith("const INDEX = [["), () -> index.substring(0, 100));
    Set<String> found = StreamSupport.stream(JsonParser.parseString(
        index.substring(index.indexOf('['), index.lastIndexOf(']') + 1)).getAsJsonArray().spliterator(), false)
        .map(JsonElement::getAsJsonArray).filter(section -> leads(SITE.resolve("index.html"), section.get(0)
            .getAsString()))
        .map(section -> section.get(0).getAsString().replaceFirst("#.*", "")).collect(Collectors.toCollection(
            TreeSet::new));
    assertEquals(pages().stream().map(page -> SITE.relativize(page).toString()).collect(Collectors.toCollection(
        TreeSet::new)), found);
  }

  private boolean leads(Path page, String link) {
    String[] parts = link.split("#", 2);
    Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    return Files.exists(file)
        && (parts.length == 1 || anchors.computeIfAbsent(file, SiteIT::anchors).contains(parts[1]));
  }

  private static Set<String> anchors(Path file) {
    try {
      return ANCHOR.matcher(Files.readString(file)).results().map(found -> found.group(1)).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(SITE)) {
      return files.filter(file -> file.toString().endsWith(".html")).sorted().toList();
    }
  }
}
