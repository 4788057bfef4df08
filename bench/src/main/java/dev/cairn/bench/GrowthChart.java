package dev.cairn.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Draws the figures that {@link Growth} left in a file. */
final class GrowthChart {
  private GrowthChart() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("Give the file of the figures and the file of the chart.");
    }
    JsonArray cells = JsonParser.parseString(Files.readString(Path.of(args[0]))).getAsJsonObject()
        .getAsJsonArray("cells");
    Files.writeString(Path.of(args[1]), draw(cells));
  }

  static String draw(JsonArray cells) {
    Map<Integer, List<JsonObject>> byActors = new LinkedHashMap<>();
    for (JsonElement cell : cells) {
      byActors.computeIfAbsent(cell.getAsJsonObject().get("actors").getAsInt(), actors -> new ArrayList<>())
          .add(cell.getAsJsonObject());
    }
    List<Panel> panels = new ArrayList<>();
    byActors.forEach((actors, some) -> panels.add(panel("Events stored a second", actors, some,
        cell -> cell.getAsJsonObject("w2_events_per_second").get("median").getAsDouble())));
    byActors.forEach((actors, some) -> panels.add(panel("Recovery in microseconds", actors, some,
        cell -> cell.get("recovery_micros_p50").getAsDouble())));
    return new Chart("How Cairn behaves as a store grows", "events in the store", byActors.size(), panels).svg();
  }

  private static Panel panel(String what, int actors, List<JsonObject> cells, ToDoubleFunction<JsonObject> figure) {
    Map<String, List<Panel.Point>> lines = new LinkedHashMap<>();
    for (JsonObject cell : cells) {
      lines.computeIfAbsent(name(cell), name -> new ArrayList<>())
          .add(new Panel.Point(cell.get("events").getAsDouble(), figure.applyAsDouble(cell)));
    }
    return new Panel(String.format(Locale.ROOT, "%s, %,d actors", what, actors), lines);
  }

  private static String name(JsonObject cell) {
    String backend = cell.get("backend").getAsString().equals("sqlite") ? "SQLite" : "RocksDB";
    return backend + " " + cell.get("durability").getAsString();
  }
}
