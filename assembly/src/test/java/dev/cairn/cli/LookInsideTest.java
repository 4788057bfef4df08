package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ls and events show of a store that the demo left. */
final class LookInsideTest {

  @TempDir
  private Path folder = Path.of("");
  private String data = "";

  @BeforeEach
  void bookThreeRows() throws IOException {
    data = folder.resolve("data").toString();
    Path input = Files.writeString(folder.resolve("bank.csv"), """
        account,type,amount
        input,credit,700.00
        evil\u001b[2J,credit,1.00
        input,debit,0.05
        """);
    var typed = Typed.line("demo", "--no-halt", "--data", data, "--input", input.toString());
    assertEquals(0, typed.code(), typed.err());
  }

  @Test
  void ls_lists_every_stream_with_its_path_last_and_harmless() {
    var typed = Typed.line("ls", data);
    assertEquals(0, typed.code(), typed.err());
    var lines = typed.out().lines().toList();
    assertTrue(lines.get(0).contains("backend sqlite"), lines.get(0));
    assertTrue(lines.contains("         1          1         1  /account/evil\\u001b[2J"), typed.out());
  }

  @Test
  void ls_gives_a_machine_one_object_a_stream() {
    var objects = objects(Typed.line("ls", data, "--json"));
    assertEquals(List.of("account/evil\u001b[2J", "account/input", "import/input"), objects.stream()
        .map(object -> object.get("type").getAsString() + "/" + object.get("id").getAsString())
        .toList());
    assertEquals(2, objects.get(1).get("last_sequence").getAsLong());
  }

  @Test
  void events_shows_what_happened_in_order() {
    var objects = objects(Typed.line("events", data, "account/input", "--json"));
    assertEquals(List.of("Credited {\"row\":1,\"cents\":70000}", "Debited {\"row\":3,\"cents\":5}"), objects.stream()
        .map(object -> object.get("type").getAsString() + " " + object.get("fields"))
        .toList());
    assertEquals("row-3", objects.get(1).get("command_id").getAsString());
  }

  @Test
  void events_has_a_line_for_each_event_and_one_above() {
    var typed = Typed.line("events", data, "account/input");
    assertEquals(0, typed.code(), typed.err());
    assertEquals(3, typed.out().lines().count());
    assertTrue(typed.out().endsWith("Debited          row=3 cents=5\n"), typed.out());
  }

  @Test
  void events_of_all_streams_come_in_the_order_of_the_log_each_with_its_stream() {
    var objects = objects(Typed.line("events", data, "--all", "--json"));
    assertEquals(List.of("/account/evil\u001b[2J 1", "/account/input 1", "/account/input 2"), objects.stream()
        .map(object -> object.get("stream").getAsString() + " " + object.get("sequence"))
        .filter(line -> line.startsWith("/account")).sorted().toList());
    assertEquals(objects(Typed.line("tail", data, "--json")), objects);
    var rows = Typed.line("events", data, "--all").out();
    assertEquals(objects.size(), rows.lines().count());
    assertTrue(rows.contains("/account/evil\\u001b[2J"), rows);
  }

  @Test
  void events_takes_one_stream_or_all() {
    for (var line : List.of(Typed.line("events", data), Typed.line("events", data, "input", "--all"))) {
      assertEquals(2, line.code());
      assertTrue(line.err().contains("Name one actor or stream by ID, or say --all"), line.err());
    }
  }

  @Test
  void an_id_of_two_actors_is_answered_with_both_names() {
    var typed = Typed.line("events", data, "input");
    assertEquals(2, typed.code());
    assertEquals("", typed.out());
    assertTrue(typed.err().contains("account/input\n") && typed.err().contains("import/input\n"), typed.err());
  }

  @Test
  void the_name_in_a_list_is_taken_by_the_other_commands() {
    var rows = Typed.line("ls", data).out().lines().skip(2).filter(row -> !row.contains("\\u")).toList();
    assertEquals(2, rows.size(), rows::toString);
    for (String row : rows) {
      String actor = row.substring(row.indexOf('/'));
      assertEquals(0, Typed.line("events", data, actor).code(), actor);
      assertTrue(Typed.line("state", data, actor).out().startsWith(actor + " "), actor);
      assertTrue(Typed.line("tail", data).out().contains(actor + " "), actor);
    }
  }

  @Test
  void an_id_of_nobody_is_answered_with_the_way_to_find_one() {
    var typed = Typed.line("events", data, "nobody");
    assertEquals(2, typed.code());
    assertEquals("", typed.out());
    assertTrue(typed.err().contains("cairn ls"), typed.err());
  }

  @Test
  void numbers_that_are_too_small_are_refused() {
    assertRefused("--events must be at least 0; it is -3.", Typed.line("tail", data, "--events", "-3"));
    assertEquals("", Typed.line("tail", data, "--events", "0").out());
    assertRefused("--actors must be at least 1; it is 0.", Typed.line("bench", "--actors", "0"));
    assertRefused("--seconds must be at least 1; it is -1.", Typed.line("bench", "--seconds", "-1"));
  }

  private static void assertRefused(String told, Typed typed) {
    assertEquals(2, typed.code());
    assertEquals("", typed.out());
    assertTrue(typed.err().contains(told), typed.err());
  }

  @Test
  void a_folder_without_a_store_is_told_on_stderr_alone() {
    var typed = Typed.line("ls", folder.resolve("nothing").toString());
    assertEquals(2, typed.code());
    assertEquals("", typed.out());
    assertTrue(typed.err().contains("nothing"), typed.err());
  }

  @Test
  void the_backends_of_the_distribution_are_found() {
    var typed = Typed.line("backends", "--json");
    assertEquals(0, typed.code(), typed.err());
    assertTrue(typed.out().contains("{\"name\":\"sqlite\",\"usable\":true,"), typed.out());
  }

  private static List<JsonObject> objects(Typed typed) {
    assertEquals(0, typed.code(), typed.err());
    return typed.out().lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
  }
}
