package dev.cairn.cli.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A site of the documents that opens in a browser without a server. Every document in {@code docs} is in it, and those
 * at the root and in the examples:
 *
 * <pre>
 *   README.md          index.html
 *   docs/NAME.md       docs/NAME.html
 *   FILE               FILE, if a document leads to it
 *                      index.js, what the search searches
 * </pre>
 */
public final class Site {
  private static final String NAME = "Cairn";

  private final Path root;
  private final Path target;
  private final List<Page> pages = new ArrayList<>();

  private Site(Path root, Path target) {
    this.root = root;
    this.target = target;
  }

  /** Makes the site of the sources in one folder in another one. */
  public static void main(String[] args) throws IOException {
    var site = new Site(Path.of(args[0]), Path.of(args[1]));
    for (Path document : documents(site.root)) {
      String path = site.root.relativize(document).toString().replace('\\', '/');
      site.pages.add(Page.of(path, Files.readString(document)));
    }
    site.write();
  }

  /** The documents of which it consists. */
  static List<Path> documents(Path root) throws IOException {
    try (Stream<Path> top = Files.list(root); Stream<Path> docs = Files.walk(root.resolve("docs"));
        Stream<Path> examples = Files.find(root.resolve("examples"), 2, (file, is) -> file.endsWith("README.md"))) {
      return Stream.of(top, docs, examples, Stream.of(root.resolve("bench/README.md"))).flatMap(some -> some)
          .filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  private void write() throws IOException {
    Files.createDirectories(target);
    for (String asset : List.of("site.css", "search.js")) {
      Files.write(target.resolve(asset), resource(asset));
    }
    Files.writeString(target.resolve("index.js"), "const INDEX = " + new Gson().toJson(index()) + ";\n");
    for (Page page : pages) {
      Path file = target.resolve(page.file());
      Files.createDirectories(file.getParent());
      Files.writeString(file, html(page));
      page.targets().forEach(link -> carry(page, link));
    }
  }

  /** Takes a file along to which a document leads. */
  private void carry(Page page, String link) {
    Path file = root.resolve(page.path()).resolveSibling(link.replaceFirst("#.*", "")).normalize();
    if (Files.isRegularFile(file) && !file.toString().endsWith(".md")) {
      Path copy = target.resolve(root.relativize(file).toString());
      try {
        Files.createDirectories(copy.getParent());
        Files.write(copy, Files.readAllBytes(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private List<List<String>> index() {
    return pages.stream().flatMap(page -> page.sections().stream().map(section -> List.of(
        page.file() + "#" + section.anchor(), page.title(), section.heading(), section.text()))).toList();
  }

  private String html(Page page) throws IOException {
    String up = "../".repeat((int) page.file().chars().filter(each -> each == '/').count());
    return new String(resource("page.html"), UTF_8)
        .replace("{title}", page.title().equals(NAME) ? NAME : escaped(page.title()) + " - " + NAME)
        .replace("{menu}", menu(page, up))
        .replace("{up}", up)
        .replace("{body}", page.body().replace("<table>", "<div class=\"wide\"><table>")
            .replace("</table>", "</table></div>"));
  }

  private String menu(Page current, String up) {
    var menu = new StringBuilder();
    menu(menu, "Start", current, up, List.of("README.md", "docs/first-hour.md"));
    menu(menu, "Documents", current, up, in("docs/[^/]+").filter(path -> !path.equals("docs/first-hour.md")).toList());
    menu(menu, "Examples", current, up, in("(examples|bench)/.*").toList());
    menu(menu, "Project", current, up,
        Stream.concat(Stream.of("docs/adr/README.md"), in("[^/]+").filter(path -> !path.equals("README.md"))).toList());
    return menu.toString();
  }

  private Stream<String> in(String pattern) {
    return pages.stream().filter(page -> page.path().matches(pattern)).sorted(Comparator.comparing(Page::title))
        .map(Page::path);
  }

  private void menu(StringBuilder menu, String head, Page current, String up, List<String> paths) {
    menu.append("<h2>").append(head).append("</h2>\n<ul>\n");
    pages.stream().filter(page -> paths.contains(page.path()))
        .sorted(Comparator.comparingInt(page -> paths.indexOf(page.path())))
        .forEach(page -> menu.append(String.format("<li><a href=\"%s%s\"%s>%s</a></li>%n", up, page.file(),
            page == current ? " aria-current=\"page\"" : "", escaped(page.title()))));
    menu.append("</ul>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream bytes = Site.class.getResourceAsStream(name)) {
      if (bytes == null) {
        throw new IllegalStateException("The resource " + name + " is missing.");
      }
      return bytes.readAllBytes();
    }
  }
}
