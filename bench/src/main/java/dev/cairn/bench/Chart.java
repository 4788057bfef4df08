package dev.cairn.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Diagrams in rows, with one legend, as SVG that is legible on light and on dark pages. */
record Chart(String title, String axis, int columns, List<Panel> panels) {
  private static final int HEAD = 64;
  private static final int LEGEND_WIDTH = 150;
  private static final String STYLE = """
      <style>
      text { font: 12px system-ui, sans-serif; fill: #1f2328; }
      .head { font-size: 16px; font-weight: 600; }
      .title { font-size: 13px; font-weight: 600; }
      .mark { fill: #59636e; }
      .end { text-anchor: end; }
      .middle { text-anchor: middle; }
      .paper { fill: #ffffff; }
      .grid { stroke: #d1d9e0; }
      .axis { stroke: #59636e; }
      .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
      .sqlite { stroke: #0969da; fill: #0969da; }
      .rocksdb { stroke: #bc4c00; fill: #bc4c00; }
      .line.sqlite, .line.rocksdb { fill: none; }
      .line.os { stroke-dasharray: 6 4; }
      .dot.os { fill: #ffffff; stroke-width: 2; }
      .cairn { fill: #0969da; }
      .other { fill: #afb8c1; }
      @media (prefers-color-scheme: dark) {
        text { fill: #f0f6fc; }
        .mark { fill: #9198a1; }
        .paper { fill: #0d1117; }
        .grid { stroke: #3d444d; }
        .axis { stroke: #9198a1; }
        .sqlite { stroke: #4493f8; fill: #4493f8; }
        .rocksdb { stroke: #f0883e; fill: #f0883e; }
        .line.sqlite, .line.rocksdb { fill: none; }
        .dot.os { fill: #0d1117; }
        .cairn { fill: #4493f8; }
        .other { fill: #59636e; }
      }
      </style>
      """;

  /** The classes of a line: the colour tells the backend, dashes tell that nothing is synced. */
  static String style(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The begin of a picture: its size, its colours and its title. */
  static String open(String title, int width, int height) {
    return String.format(Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\""
            + " role=\"img\" aria-label=\"%3$s\">\n",
        width, height, title) + STYLE + "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n"
        + "<text class=\"head\" x=\"16\" y=\"26\">" + title + "</text>\n";
  }

  String svg() {
    int width = columns * Panel.WIDTH;
    int height = HEAD + (panels.size() + columns - 1) / columns * Panel.HEIGHT;
    var svg = new StringBuilder(open(title, width, height));
    legend(svg);
    for (int i = 0; i < panels.size(); i++) {
      svg.append(panels.get(i).svg(i % columns * Panel.WIDTH, HEAD + i / columns * Panel.HEIGHT, axis));
    }
    return svg.append("</svg>\n").toString();
  }

  private void legend(StringBuilder svg) {
    int x = 16;
    for (String name : names().toList()) {
      svg.append(String.format(Locale.ROOT, """
          <polyline class="line %2$s" points="%1$d,44 %3$d,44"/>
          <circle class="dot %2$s" cx="%4$d" cy="44" r="4"/>
          <text x="%5$d" y="48">%6$s</text>
          """, x, style(name), x + 32, x + 16, x + 40, name));
      x += LEGEND_WIDTH;
    }
  }

  private Stream<String> names() {
    return panels.stream().flatMap(panel -> panel.lines().keySet().stream()).distinct();
  }
}
