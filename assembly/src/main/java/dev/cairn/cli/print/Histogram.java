package dev.cairn.cli.print;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A histogram of times, as bars in a terminal. The times come in any order and are not kept: when they spread beyond
 * the bars, each two bars become one.
 */
public final class Histogram {
  private static final int BARS = 20;
  private static final int WIDTH = 50;
  private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS'Z'")
      .withZone(ZoneOffset.UTC);

  private long[] counts = new long[BARS];
  private long millisOfBar = 1;
  private long firstBar;
  private boolean empty = true;

  /** Makes an empty histogram. */
  public Histogram() {}

  /** Counts a time. */
  public void add(Instant time) {
    long millis = time.toEpochMilli();
    if (empty) {
      firstBar = millis;
      empty = false;
    }
    while (!fits(Math.floorDiv(millis, millisOfBar))) {
      halve();
    }
    counts[(int) (Math.floorDiv(millis, millisOfBar) - firstBar)]++;
  }

  /** Draws a line for each bar, up to the last bar that is not empty. */
  public List<String> lines() {
    long most = 0;
    int last = -1;
    for (int i = 0; i < BARS; i++) {
      most = Math.max(most, counts[i]);
      last = counts[i] > 0 ? i : last;
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      int length = (int) Math.ceilDiv(counts[i] * WIDTH, most);
      lines.add(String.format(Locale.ROOT, "%s %,12d %s",
          SECONDS.format(Instant.ofEpochMilli((firstBar + i) * millisOfBar)), counts[i], "#".repeat(length)));
    }
    return lines;
  }

  /** Whether a bar fits; makes room on the left if the bars on the right are empty. */
  private boolean fits(long bar) {
    if (bar < firstBar) {
      long by = firstBar - bar;
      if (by >= BARS || lastNonEmpty() + by >= BARS) {
        return false;
      }
      long[] moved = new long[BARS];
      System.arraycopy(counts, 0, moved, (int) by, (int) (BARS - by));
      counts = moved;
      firstBar = bar;
    }
    return bar < firstBar + BARS;
  }

  private int lastNonEmpty() {
    for (int i = BARS - 1; i >= 0; i--) {
      if (counts[i] > 0) {
        return i;
      }
    }
    return 0;
  }

  private void halve() {
    long[] half = new long[BARS];
    long first = Math.floorDiv(firstBar, 2);
    for (int i = 0; i < BARS; i++) {
      half[(int) (Math.floorDiv(firstBar + i, 2) - first)] += counts[i];
    }
    counts = half;
    firstBar = first;
    millisOfBar *= 2;
  }
}
