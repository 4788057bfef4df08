package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording of the demo holds. */
final class RecordingIT {
  private static final Set<String> STATISTICS =
      Set.of("file-bytes", "wal-bytes", "wal-pages", "wal-pages-waiting", "checkpoints", "checkpoints-without-space");

  @TempDir
  private Path folder;

  @Test
  void a_recording_of_the_demo_holds_persists_commits_and_recoveries_and_no_payload() throws IOException {
    Path input = BankFile.of(500).writeTo(folder.resolve("bank.csv"));
    Launch.cairn(folder, "demo", "--no-halt", "--input", input, "--data", folder.resolve("data"))
        .with("JDK_JAVA_OPTIONS", "-Xlog:disable -XX:StartFlightRecording=filename=\"" + folder + "/%p.jfr\"")
        .run().done();
    Set<String> types = new TreeSet<>();
    for (JsonObject event : recorded()) {
      JsonObject values = event.getAsJsonObject("values");
      types.add(event.get("type").getAsString());
      if (event.get("type").getAsString().equals("dev.cairn.Statistic")) {
        assertEquals("sqlite", values.remove("backend").getAsString());
        assertTrue(STATISTICS.contains(values.remove("name").getAsString()), event::toString);
      }
      values.asMap().values().stream().filter(JsonElement::isJsonPrimitive)
          .map(JsonElement::getAsString).forEach(RecordingIT::assertNoPayload);
    }
    assertTrue(
        types.containsAll(
            List.of("dev.cairn.Persist", "dev.cairn.Commit", "dev.cairn.Recovery", "dev.cairn.Statistic")),
        types::toString);
  }

  private List<JsonObject> recorded() throws IOException {
    List<JsonObject> events = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".jfr")).toList()) {
        String json = String.join("\n",
            Launch.jfr(folder, "print", "--json", "--events", "dev.cairn.*", file).run().done().out());
        JsonParser.parseString(json).getAsJsonObject().getAsJsonObject("recording").getAsJsonArray("events")
            .forEach(event -> events.add(event.getAsJsonObject()));
      }
    }
    return events;
  }

  /** The path of an actor, a time, a number, or whether. */
  private static void assertNoPayload(String value) {
    assertTrue(value.matches("/[a-z-]+/(acc-\\d+|input)|\\d+|PT[0-9.]+[SM]?.*|\\d{4}-\\d\\d-\\d\\dT.*|true|false"),
        value);
  }
}
