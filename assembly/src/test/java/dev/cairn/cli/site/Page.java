package dev.cairn.cli.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;
import org.jspecify.annotations.Nullable;

/**
 * One document: what it is called, its sections, where its links lead, and its body.
 *
 * @param path from the root of the sources, with slashes
 * @param targets relative, as they stand in the document, without those into the world
 */
record Page(String path, String title, List<Section> sections, List<String> targets, String body) {
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final String FIRST = "README.md";
  private static final String WORLD = "\\w+:.*";
  private static final Pattern SOURCE = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

  /** What a search finds. */
  record Section(String heading, String anchor, String text) {}

  static Page of(String path, String markdown) {
    Node document = Parser.builder().extensions(EXTENSIONS).build().parse(markdown);
    Map<Node, String> anchors = anchors(document);
    List<Section> sections = sections(document, anchors);
    List<String> targets = targets(document);
    document.accept(new AbstractVisitor() {
      @Override
      public void visit(Link link) {
        link.setDestination(led(path, link.getDestination()));
        visitChildren(link);
      }
    });
    String body = HtmlRenderer.builder().extensions(EXTENSIONS)
        .attributeProviderFactory(context -> (node, tag, attributes) -> {
          if (anchors.containsKey(node)) {
            attributes.put("id", anchors.get(node));
          }
        }).build().render(document);
    String title = sections.isEmpty() ? path : sections.get(0).heading();
    return new Page(path, title, sections, targets, body);
  }

  /** Where its page is. */
  String file() {
    return path.equals(FIRST) ? "index.html" : path.replaceFirst("\\.md$", ".html");
  }

  /** Where a link of a document leads in the site. */
  private static String led(String path, String target) {
    String file = target.replaceFirst("#.*", "");
    if (target.matches(WORLD) || !file.endsWith(".md")) {
      return target;
    }
    boolean first = Path.of(path).resolveSibling(file).normalize().toString().equals(FIRST);
    String page = first ? file.replaceFirst("README.md$", "index.html") : file.replaceFirst("\\.md$", ".html");
    return page + target.substring(file.length());
  }

  private static Map<Node, String> anchors(Node document) {
    Map<Node, String> anchors = new LinkedHashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    document.accept(new AbstractVisitor() {
      @Override
      public void visit(Heading heading) {
        String anchor = text(heading).toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
        int before = seen.merge(anchor, 1, Integer::sum) - 1;
        anchors.put(heading, before == 0 ? anchor : anchor + "-" + before);
      }
    });
    return anchors;
  }

  private static List<Section> sections(Node document, Map<Node, String> anchors) {
    List<Section> sections = new ArrayList<>();
    var text = new StringBuilder();
    @Nullable
    Node heading = null;
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading) {
        add(sections, heading, anchors, text);
        heading = node;
      } else {
        text.append(text(node)).append(' ');
      }
    }
    add(sections, heading, anchors, text);
    return sections;
  }

  private static void add(List<Section> sections, @Nullable Node heading, Map<Node, String> anchors,
      StringBuilder text) {
    if (heading != null) {
      sections.add(new Section(text(heading), anchors.getOrDefault(heading, ""), text.toString().strip()));
    }
    text.setLength(0);
  }

  private static List<String> targets(Node document) {
    List<String> targets = new ArrayList<>();
    document.accept(new AbstractVisitor() {
      @Override
      public void visit(Link link) {
        targets.add(link.getDestination());
        visitChildren(link);
      }

      @Override
      public void visit(Image image) {
        targets.add(image.getDestination());
      }

      @Override
      public void visit(HtmlBlock html) {
        SOURCE.matcher(html.getLiteral()).results().forEach(found -> targets.add(found.group(1)));
      }

      @Override
      public void visit(HtmlInline html) {
        SOURCE.matcher(html.getLiteral()).results().forEach(found -> targets.add(found.group(1)));
      }
    });
    return targets.stream().filter(target -> !target.matches(WORLD)).toList();
  }

  private static String text(Node node) {
    return TextContentRenderer.builder().extensions(EXTENSIONS).build().render(node).replaceAll("\\s+", " ").strip();
  }
}
