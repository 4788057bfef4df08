package dev.cairn.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Draws the figures that {@link Workloads} and {@link Exchanges} left in files. */
final class FiguresChart {
  private static final String CAIRN = "cairn";
  private static final String OTHER = "other";

  private final List<JsonObject> workloads;
  private final List<JsonObject> exchanges;

  private FiguresChart(JsonObject workloads, JsonObject exchanges) {
    this.workloads = rounds(workloads);
    this.exchanges = rounds(exchanges);
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      throw new IllegalArgumentException(
          "Give the file of the workloads, the file of the exchanges, and the file of the chart.");
    }
    Files.writeString(Path.of(args[2]), draw(Path.of(args[0]), Path.of(args[1])));
  }

  static String draw(Path workloads, Path exchanges) throws IOException {
    return new FiguresChart(read(workloads), read(exchanges)).svg();
  }

  private String svg() {
    List<Bars> panels = new ArrayList<>();
    panels.add(stored("1,000 actors, 64 asks in flight: events stored a second", "W2", ""));
    panels.add(stored("One busy pipelined actor, 64 asks in flight", "W7", " pipelined"));
    panels.add(stored("One actor, one ask after the other", "W1", ""));
    panels.add(stored("Recovery of one actor: events read a second", "W3", ""));
    panels.add(exchanged("Messages told a second", Exchange.TELL));
    panels.add(exchanged("Asks a second, 64 in flight", Exchange.ASK_64));
    return Bars.chart("What Cairn does on one machine, each commit synced", panels);
  }

  private Bars stored(String title, String workload, String way) {
    return new Bars(title, Stream.of(
        bar("Cairn, SQLite", CAIRN, workload + " cairn sqlite SYNC" + way),
        bar("by hand, SQLite", OTHER, workload + " raw sqlite FULL"),
        bar("Cairn, RocksDB", CAIRN, workload + " cairn rocksdb SYNC" + way),
        bar("by hand, RocksDB", OTHER, workload + " raw rocksdb sync")).flatMap(bars -> bars).toList());
  }

  /** No bar if the cell was not measured. */
  private Stream<Bars.Bar> bar(String label, String style, String cell) {
    List<Double> measured = workloads.stream().filter(round -> round.has(cell))
        .map(round -> round.getAsJsonObject(cell).get("events_per_second").getAsDouble()).toList();
    return measured.isEmpty() ? Stream.of()
        : Stream.of(new Bars.Bar(label, style, Spread.of(measured, Double::doubleValue).median()));
  }

  private Bars exchanged(String title, Exchange exchange) {
    return new Bars(title, Stream.of("cairn", "pekko").map(peer -> new Bars.Bar(
        peer.equals(CAIRN) ? "Cairn" : "Apache Pekko Typed", peer.equals(CAIRN) ? CAIRN : OTHER,
        Spread.of(exchanges, round -> round.getAsJsonObject(exchange.name()).get(peer).getAsDouble()).median()))
        .toList());
  }

  private static JsonObject read(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  private static List<JsonObject> rounds(JsonObject report) {
    return report.getAsJsonArray("rounds").asList().stream().map(JsonElement::getAsJsonObject).toList();
  }
}
