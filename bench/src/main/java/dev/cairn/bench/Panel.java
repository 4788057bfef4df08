package dev.cairn.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One diagram of a {@link Chart}: lines over a logarithmic axis of sizes and a linear axis that begins at 0. */
record Panel(String title, Map<String, List<Point>> lines) {
  static final int WIDTH = 400;
  static final int HEIGHT = 280;
  private static final int LEFT = 62;
  private static final int RIGHT = 380;
  private static final int TOP = 34;
  private static final int BOTTOM = 226;
  private static final int MOST_TICKS = 6;

  /** A figure at a size. */
  record Point(double size, double figure) {}

  /** Writes it as a group whose corner is at this place. */
  String svg(int x, int y, String axis) {
    var svg = new StringBuilder(format("<g transform=\"translate(%d %d)\">%n", x, y));
    svg.append(format("<text class=\"title\" x=\"%d\" y=\"18\">%s</text>%n", LEFT, title));
    scale(svg);
    sizes(svg, axis);
    lines.forEach((name, points) -> line(svg, name, points));
    return svg.append("</g>\n").toString();
  }

  private void scale(StringBuilder svg) {
    double step = step();
    for (double figure = 0; figure <= top() + step / 2; figure += step) {
      double y = y(figure);
      svg.append(format("<path class=\"%s\" d=\"M%d %.1fH%d\"/>%n", figure == 0 ? "axis" : "grid", LEFT, y, RIGHT));
      svg.append(format("<text class=\"mark end\" x=\"%d\" y=\"%.1f\">%,.0f</text>%n", LEFT - 8, y + 4, figure));
    }
  }

  private void sizes(StringBuilder svg, String axis) {
    points().mapToDouble(Point::size).distinct().sorted().forEach(size -> svg.append(
        format("<text class=\"mark middle\" x=\"%.1f\" y=\"%d\">%,.0f</text>%n", x(size), BOTTOM + 18, size)));
    svg.append(format("<text class=\"mark middle\" x=\"%d\" y=\"%d\">%s</text>%n", (LEFT + RIGHT) / 2, BOTTOM + 36,
        axis));
  }

  private void line(StringBuilder svg, String name, List<Point> points) {
    String style = Chart.style(name);
    svg.append(format("<polyline class=\"line %s\" points=\"%s\"/>%n", style, points.stream()
        .map(point -> format("%.1f,%.1f", x(point.size()), y(point.figure()))).collect(Collectors.joining(" "))));
    points.forEach(point -> svg.append(format(
        "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%s, %,.0f events: %,.0f</title></circle>%n",
        style, x(point.size()), y(point.figure()), name, point.size(), point.figure())));
  }

  private double x(double size) {
    double least = Math.log(points().mapToDouble(Point::size).min().orElseThrow());
    double most = Math.log(points().mapToDouble(Point::size).max().orElseThrow());
    double part = most > least ? (Math.log(size) - least) / (most - least) : 0.5;
    return LEFT + 24 + part * (RIGHT - LEFT - 54);
  }

  private double y(double figure) {
    return BOTTOM - figure / top() * (BOTTOM - TOP);
  }

  private double top() {
    return Math.ceil(highest() / step()) * step();
  }

  /** The smallest of 1, 2 and 5, times a power of ten, that needs few enough lines. */
  private double step() {
    double power = Math.pow(10, Math.floor(Math.log10(highest() / MOST_TICKS)));
    for (int factor : new int[] { 1, 2, 5 }) {
      if (highest() / (factor * power) <= MOST_TICKS) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private double highest() {
    return points().mapToDouble(Point::figure).max().orElseThrow();
  }

  private Stream<Point> points() {
    return lines.values().stream().flatMap(List::stream);
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text.replace("%n", "\n"), values);
  }
}
