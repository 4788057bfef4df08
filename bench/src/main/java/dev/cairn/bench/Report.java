package dev.cairn.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All rounds, for people and for machines. */
record Report(Machine machine, double loadAfter, List<Map<Cell, Sample>> rounds, List<Ratio> ratios) {
  private static final String ROW = "%-20s %30s %26s %28s %7s%n";
  private static final String RATIO = "%-48s %s%n";

  String text() {
    var text = new StringBuilder();
    for (Workload workload : Workload.values()) {
      var cells = rounds.get(0).keySet().stream().filter(cell -> cell.workload() == workload).toList();
      if (!cells.isEmpty()) {
        line(text, "%n%s: %s%n", workload, workload.title);
        line(text, ROW, "median (min .. max)", "events/s", "lap p50 us", "lap p99 us", "bytes");
        cells.forEach(cell -> row(text, cell));
      }
    }
    line(text, "%nRatios of events/s, each taken inside one round%n");
    ratios.forEach(ratio -> ratio.of(rounds).ifPresent(spread -> line(text, RATIO, ratio.name(), spread.text("%.2f"))));
    line(text, "%nLoad %.2f before, %.2f after; bytes: folder after close / events%n", machine.load(), loadAfter);
    return text.toString();
  }

  String json() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("machine", machine.fields());
    fields.put("load_after", loadAfter);
    fields.put("rounds", rounds.stream().map(Report::fields).toList());
    var spreads = new LinkedHashMap<String, Object>();
    ratios.forEach(ratio -> ratio.of(rounds).ifPresent(spread -> spreads.put(ratio.name(), spread.fields())));
    fields.put("ratios", spreads);
    return Json.of(fields);
  }

  private void row(StringBuilder text, Cell cell) {
    line(text, ROW, cell.subject().name(), spread(cell, Sample::eventsPerSecond).text("%,.0f"),
        spread(cell, Sample::lapMicrosP50).text("%.1f"), spread(cell, Sample::lapMicrosP99).text("%.0f"),
        String.format(Locale.ROOT, "%.1f", spread(cell, Sample::bytesPerEvent).median()));
  }

  private Spread spread(Cell cell, ToDoubleFunction<Sample> figure) {
    return Spread.of(rounds, round -> figure.applyAsDouble(round.get(cell)));
  }

  private static Map<String, Object> fields(Map<Cell, Sample> round) {
    var fields = new LinkedHashMap<String, Object>();
    round.forEach((cell, sample) -> fields.put(cell.toString(), sample.fields()));
    return fields;
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }
}
