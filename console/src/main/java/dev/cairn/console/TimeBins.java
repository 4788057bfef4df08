package dev.cairn.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** How many events fell into each span of time. The spans grow, so that there are never many. Used under a lock. */
final class TimeBins {
  private static final long[] SECONDS = { 1, 5, 15, 60, 300, 900, 3_600, 21_600, 86_400, 604_800, 2_592_000, 31_536_000,
      315_360_000, 31_536_000_000L };
  private static final int MOST = 120;

  private final TreeMap<Long, Long> counts = new TreeMap<>();
  private int width;

  void add(Instant time) {
    counts.merge(Math.floorDiv(time.getEpochSecond(), SECONDS[width]), 1L, Long::sum);
    while (span() > MOST && width < SECONDS.length - 1) {
      widen();
    }
  }

  void clear() {
    counts.clear();
    width = 0;
  }

  JsonObject show() {
    JsonArray bins = new JsonArray();
    if (!counts.isEmpty() && span() <= MOST) {
      for (long bin = counts.firstKey(); bin <= counts.lastKey(); bin++) {
        JsonArray pair = new JsonArray();
        pair.add(bin * SECONDS[width]);
        pair.add(counts.getOrDefault(bin, 0L));
        bins.add(pair);
      }
    }
    JsonObject answer = new JsonObject();
    answer.addProperty("seconds", SECONDS[width]);
    answer.add("bins", bins);
    return answer;
  }

  private long span() {
    return counts.lastKey() - counts.firstKey() + 1;
  }

  private void widen() {
    Map<Long, Long> narrow = new TreeMap<>(counts);
    long from = SECONDS[width++];
    counts.clear();
    narrow.forEach((bin, count) -> counts.merge(Math.floorDiv(bin * from, SECONDS[width]), count, Long::sum));
  }
}
