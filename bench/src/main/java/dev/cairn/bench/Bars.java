package dev.cairn.bench;

import java.util.List;
import java.util.Locale;

/** One diagram of horizontal bars, with a scale of its own. */
record Bars(String title, List<Bar> bars) {
  private static final int WIDTH = 440;
  private static final int ROW = 24;
  private static final int LEFT = 150;
  private static final int LONGEST = 200;
  private static final int HEAD = 44;
  private static final int BETWEEN = 44;
  private static final int COLUMNS = 2;

  /** A figure; the style tells whose it is. */
  record Bar(String label, String style, double figure) {}

  /** Writes diagrams in rows, without those that have no bar. */
  static String chart(String title, List<Bars> panels) {
    List<Bars> drawn = panels.stream().filter(panel -> !panel.bars.isEmpty()).toList();
    var svg = new StringBuilder();
    int y = HEAD;
    for (int first = 0; first < drawn.size(); first += COLUMNS) {
      List<Bars> row = drawn.subList(first, Math.min(first + COLUMNS, drawn.size()));
      for (int i = 0; i < row.size(); i++) {
        svg.append(row.get(i).svg(i * WIDTH, y));
      }
      y += row.stream().mapToInt(panel -> panel.bars.size()).max().orElseThrow() * ROW + BETWEEN;
    }
    return Chart.open(title, COLUMNS * WIDTH, y) + svg + "</svg>\n";
  }

  private String svg(int x, int y) {
    var svg = new StringBuilder(format("<g transform=\"translate(%d %d)\">\n", x, y));
    svg.append(format("<text class=\"title\" x=\"16\" y=\"14\">%s</text>\n", title));
    for (int i = 0; i < bars.size(); i++) {
      svg.append(bar(bars.get(i), 24 + i * ROW));
    }
    return svg.append("</g>\n").toString();
  }

  private String bar(Bar bar, int y) {
    double longest = bars.stream().mapToDouble(Bar::figure).max().orElseThrow();
    double width = Math.max(1, bar.figure / longest * LONGEST);
    return format("""
        <text class="end" x="%d" y="%d">%s</text>
        <rect class="%s" x="%d" y="%d" width="%.1f" height="16" rx="2"/>
        <text class="mark" x="%.1f" y="%d">%,.0f</text>
        """, LEFT - 8, y + 13, bar.label, bar.style, LEFT, y, width, LEFT + width + 6, y + 13, bar.figure);
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
