package dev.cairn.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The figures of several rounds: the median, the lowest, the highest. */
record Spread(double median, double min, double max) {

  static <T> Spread of(Collection<T> rounds, ToDoubleFunction<T> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no rounds");
    }
    return new Spread(middle(sorted), sorted[0], sorted[sorted.length - 1]);
  }

  private static double middle(double[] sorted) {
    int half = sorted.length / 2;
    return Arrays.stream(sorted, sorted.length % 2 == 0 ? half - 1 : half, half + 1).average().orElseThrow();
  }

  String text(String number) {
    return String.format(Locale.ROOT, number + " (" + number + " .. " + number + ")", median, min, max);
  }

  Map<String, Object> fields() {
    return Map.of("median", median, "min", min, "max", max);
  }
}
