package dev.cairn.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.KeyRing;
import dev.cairn.api.KeySource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a console answers about stores. */
class StoreAnswersTest {
  private static final Predicate<JsonObject> DONE = answer -> !answer.get("running").getAsBoolean();

  @TempDir
  private Path folder;

  private Path data() {
    return folder.resolve("data");
  }

  private ActorSystem.Builder system() {
    return ActorSystem.builder().data(data()).backend("sqlite");
  }

  private static void sell(ActorSystem system, String id, int times) {
    for (int price = 1; price <= times; price++) {
      system.entity(Till.TYPE, id).ask(new Till.Sell("thing " + price, new BigDecimal(price + ".50")));
    }
  }

  private Console.Builder withClasses() {
    return Console.of(data()).types((store, type) -> Till.TYPE);
  }

  private static List<String> texts(JsonArray array, String name) {
    List<String> texts = new ArrayList<>();
    for (JsonElement each : array) {
      texts.add(each.getAsJsonObject().get(name).getAsString());
    }
    return texts;
  }

  private static String[] till(String id, String... more) {
    List<String> parameters = new ArrayList<>(List.of("store", "main", "type", "till", "id", id));
    parameters.addAll(List.of(more));
    return parameters.toArray(String[]::new);
  }

  @Test
  void stores_types_and_charts_count_what_is_stored_also_while_it_grows() {
    try (ActorSystem system = system().open()) {
      sell(system, "a", 3);
      sell(system, "b", 2);
      try (Console console = Console.of(data()).open()) {
        Visitor visitor = Visitor.of(console);
        assertEquals(List.of("main"), texts(visitor.ask("stores").getAsJsonArray("stores"), "name"));
        JsonObject till = visitor.askUntil(DONE, "types", "store", "main").getAsJsonArray("types").get(0)
            .getAsJsonObject();
        assertEquals("till 2 5", till.get("type").getAsString() + " " + till.get("actors") + " " + till.get("events"));
        JsonObject events = visitor.askUntil(DONE, "events", "store", "main");
        assertEquals(5, events.get("read").getAsLong());
        assertEquals(List.of("Sold"), texts(events.getAsJsonArray("types"), "event"));
        assertEquals(5, sum(events.getAsJsonObject("times").getAsJsonArray("bins")));
        sell(system, "c", 1);
        assertEquals(1,
            visitor.ask("actors", "store", "main", "type", "till", "q", "c").getAsJsonArray("actors").size());
      }
    }
  }

  private static long sum(JsonArray bins) {
    long sum = 0;
    for (JsonElement bin : bins) {
      sum += bin.getAsJsonArray().get(1).getAsLong();
    }
    return sum;
  }

  @Test
  void actors_come_in_pages_and_a_search_finds_first_what_begins_with_it() {
    try (ActorSystem system = system().open()) {
      for (int i = 100; i < 230; i++) {
        sell(system, "till-" + i, 1);
      }
      sell(system, "229", 1);
      sell(system, "a-TILL-229", 1);
    }
    try (Console console = Console.of(data()).open()) {
      Visitor visitor = Visitor.of(console);
      List<String> ids = new ArrayList<>();
      JsonObject page = visitor.ask("actors", "store", "main", "type", "till");
      ids.addAll(texts(page.getAsJsonArray("actors"), "id"));
      assertEquals(50, ids.size());
      while (!page.get("after").isJsonNull()) {
        page = visitor.ask("actors", "store", "main", "type", "till", "after", page.get("after").getAsString());
        ids.addAll(texts(page.getAsJsonArray("actors"), "id"));
      }
      assertEquals(132, ids.stream().distinct().count());
      assertEquals(132, ids.size());
      assertEquals(ids.stream().sorted().toList(), ids);
      JsonObject found = visitor.ask("actors", "store", "main", "type", "till", "q", "229");
      assertEquals(List.of("229", "a-TILL-229", "till-229"), texts(found.getAsJsonArray("actors"), "id"));
      assertTrue(found.get("after").isJsonNull());
      JsonObject many = visitor.ask("actors", "store", "main", "type", "till", "q", "ill-");
      assertEquals(50, many.getAsJsonArray("actors").size());
      JsonObject rest = visitor.ask("actors", "store", "main", "type", "till", "q", "ill-", "inside", "1", "after",
          many.get("after").getAsString());
      assertEquals("till-149", rest.getAsJsonArray("actors").get(0).getAsJsonObject().get("id").getAsString());
    }
  }

  @Test
  void a_history_comes_in_pages_the_newest_first_with_fields_and_time() {
    try (ActorSystem system = system().open()) {
      sell(system, "a", 70);
    }
    try (Console console = Console.of(data()).open()) {
      Visitor visitor = Visitor.of(console);
      JsonObject page = visitor.ask("history", till("a"));
      assertEquals(50, page.getAsJsonArray("events").size());
      JsonObject newest = page.getAsJsonArray("events").get(0).getAsJsonObject();
      assertEquals("70 Sold", newest.get("sequence") + " " + newest.get("type").getAsString());
      assertEquals("[[\"what\",\"thing 70\"],[\"price\",{\"number\":\"70.50\"}]]",
          newest.getAsJsonObject("fields").get("map").toString());
      JsonObject older = visitor.ask("history", till("a", "to", "20"));
      assertEquals(List.of("20", "1"), List.of(texts(older.getAsJsonArray("events"), "sequence").getFirst(),
          texts(older.getAsJsonArray("events"), "sequence").getLast()));
      assertEquals("No actor of type 'till' in store 'main' has the id 'nobody'.",
          visitor.ask("history", till("nobody")).get("problem").getAsString());
    }
  }

  @Test
  void with_the_classes_there_is_a_state_after_every_event_and_what_it_changed() {
    try (ActorSystem system = system().open()) {
      sell(system, "a", 12);
      system.entity(Till.TYPE, "a").ask(new Till.TakeBack());
    }
    try (Console console = withClasses().open()) {
      Visitor visitor = Visitor.of(console);
      JsonObject third = visitor.ask("state", till("a", "at", "3"));
      assertEquals(List.of("lines[2]", "total"), texts(third.getAsJsonArray("changes"), "path"));
      assertEquals(List.of("ADDED", "CHANGED"), texts(third.getAsJsonArray("changes"), "kind"));
      assertEquals(3, third.getAsJsonObject("state").get("through").getAsLong());
      JsonObject last = visitor.ask("state", till("a"));
      assertEquals("TakenBack", last.getAsJsonObject("event").get("type").getAsString());
      assertEquals(List.of("REMOVED", "CHANGED"), texts(last.getAsJsonArray("changes"), "kind"));
      JsonObject initial = visitor.ask("state", till("a", "at", "0"));
      assertFalse(initial.has("event"));
      assertEquals(0, initial.getAsJsonObject("state").get("through").getAsLong());
    }
  }

  @Test
  void without_the_classes_there_is_the_newest_snapshot_that_is_not_too_late() {
    try (ActorSystem system = system().open()) {
      sell(system, "a", 12);
    }
    try (Console console = Console.of(data()).open()) {
      Visitor visitor = Visitor.of(console);
      assertFalse(visitor.ask("state", till("a", "at", "3")).has("state"));
      JsonObject last = visitor.ask("state", till("a", "at", "12"));
      assertEquals(12, last.getAsJsonObject("state").get("through").getAsLong());
      assertFalse(last.has("changes"));
    }
  }

  @Test
  void hostile_ids_and_values_are_data_and_nothing_else() {
    String id = "<script>alert(1)</script>/../%2F\u202e\"'&";
    try (ActorSystem system = system().open()) {
      system.entity(Till.TYPE, id).ask(new Till.Sell("<img src=x onerror=alert(1)>", BigDecimal.ONE));
      system.entity(Till.TYPE, "long").ask(new Till.Sell("x".repeat(100_000), new BigDecimal("123456789012345678.25")));
    }
    try (Console console = Console.of(data()).open()) {
      Visitor visitor = Visitor.of(console);
      JsonObject page = visitor.ask("actors", "store", "main", "type", "till", "q", id);
      assertEquals(List.of(id), texts(page.getAsJsonArray("actors"), "id"));
      var answer = visitor.get("/api/actors?store=main&type=till");
      assertEquals("application/json", answer.header("Content-Type").orElseThrow());
      assertFalse(answer.body().contains("<"), answer.body());
      JsonArray fields = visitor.ask("history", till("long")).getAsJsonArray("events").get(0).getAsJsonObject()
          .getAsJsonObject("fields").getAsJsonArray("map");
      JsonObject text = fields.get(0).getAsJsonArray().get(1).getAsJsonObject();
      assertEquals("2000 100000", text.get("text").getAsString().length() + " " + text.get("size"));
      assertTrue(fields.get(1).toString().contains("\"123456789012345678.25\""), fields.toString());
    }
  }

  @Test
  void readers_and_their_lag_are_counted_in_the_background() {
    try (ActorSystem system = system().open()) {
      system.log("main").follow("billing", event -> {
      }).close();
      sell(system, "b", 2);
      try (Console console = Console.of(data()).open()) {
        JsonArray readers =
            Visitor.of(console).askUntil(DONE, "readers", "store", "main").getAsJsonArray("readers");
        assertEquals(List.of("billing 2"), readers.asList().stream().map(JsonElement::getAsJsonObject)
            .map(reader -> reader.get("name").getAsString() + " " + reader.get("waiting")).toList());
      }
    }
  }

  @Test
  void of_a_reader_that_does_not_go_on_it_is_told_why() {
    try (ActorSystem system = system().open()) {
      sell(system, "b", 1);
      var following = system.log("main").follow("billing", event -> {
        throw new IllegalStateException("the printer has <no> paper");
      });
      try (Console console = Console.of(data()).open()) {
        JsonArray readers = Visitor.of(console).askUntil(answer -> answer.getAsJsonArray("readers").asList().stream()
            .anyMatch(reader -> reader.getAsJsonObject().has("trouble")), "readers", "store", "main")
            .getAsJsonArray("readers");
        String trouble = readers.get(0).getAsJsonObject().get("trouble").getAsString();
        assertTrue(trouble.contains("the printer has <no> paper"), trouble);
      } finally {
        following.close();
      }
    }
  }

  @Test
  void a_verification_runs_when_it_is_asked_for_and_names_the_damaged_place() throws IOException {
    try (ActorSystem system = system().open()) {
      sell(system, "a", 40);
    }
    try (Console console = Console.of(data()).open()) {
      Visitor visitor = Visitor.of(console);
      assertTrue(visitor.ask("verify").get("begun").isJsonNull(), "nobody has asked for it");
      visitor.ask("verify", "run", "1");
      JsonObject whole = visitor.askUntil(DONE, "verify");
      assertEquals("1 40 0", whole.getAsJsonObject("check").get("streams") + " "
          + whole.getAsJsonObject("check").get("events") + " " + whole.getAsJsonObject("check").get("damages"));
      damage("thing 20");
      visitor.ask("verify", "run", "1");
      JsonObject damaged = visitor.askUntil(DONE, "verify");
      assertTrue(texts(damaged.getAsJsonArray("damages"), "place").contains("event 20 of stream /till/a"),
          damaged.toString());
      JsonObject history = visitor.ask("history", till("a"));
      assertTrue(history.get("problem").getAsString().contains("Event 20 of stream /till/a cannot be read"),
          history.toString());
      assertEquals("19", texts(history.getAsJsonArray("events"), "sequence").getFirst());
    }
  }

  /** Changes a letter of a text wherever it stands in a file. */
  private void damage(String stored) throws IOException {
    try (var files = Files.list(data())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
          for (int at = bytes.indexOf(stored); at >= 0; at = bytes.indexOf(stored, at + 1)) {
            open.seek(at);
            open.write('T');
          }
        }
      }
    }
  }

  @Test
  void a_sealed_store_shows_without_its_key_what_needs_none_and_asks_nobody_for_it() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "0123456789abcdef".repeat(4));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    KeyRing keys = KeyRing.of(1, EncryptedKey.from(KeySource.file(file)));
    try (ActorSystem system = system().keys(keys).open()) {
      sell(system, "a", 3);
    }
    try (Console console = Console.of(data()).open()) {
      Visitor visitor = Visitor.of(console);
      assertTrue(visitor.ask("stores").getAsJsonArray("stores").get(0).getAsJsonObject().get("sealed").getAsBoolean());
      assertEquals(List.of("a"), texts(visitor.ask("actors", "store", "main", "type", "till").getAsJsonArray("actors"),
          "id"));
      for (JsonObject refused : List.of(visitor.ask("history", till("a")), visitor.ask("state", till("a")),
          visitor.askUntil(DONE, "events", "store", "main"), visitor.askUntil(DONE, "readers", "store", "main"))) {
        String problem = refused.get("problem").getAsString();
        assertTrue(problem.contains("sealed") && problem.contains("start it with the key"), problem);
      }
    }
    try (Console console = Console.of(data()).keys(KeyRing.of(1, EncryptedKey.from(KeySource.file(file)))).open()) {
      assertEquals(3, Visitor.of(console).ask("history", till("a")).getAsJsonArray("events").size());
    }
  }
}
