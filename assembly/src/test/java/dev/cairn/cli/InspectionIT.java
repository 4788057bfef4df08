package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the command line shows of a store whose actors it has never seen: the classes of the demo are cut out of its
 * jar.
 */
final class InspectionIT {
  private static final String CLASSES_OF_THE_ACTORS = "dev/cairn/cli/demo";

  @TempDir
  private static Path away;
  private static Path stranger = Path.of("");

  @TempDir
  private Path folder;

  @BeforeAll
  static void forget_the_classes() throws IOException {
    Distribution copy = Distribution.built().copyTo(away.resolve("stranger"));
    cut(copy.commandLine());
    stranger = copy.launcher();
  }

  @BeforeEach
  void store_three_rows() throws IOException {
    Path input = Files.writeString(folder.resolve("bank.csv"),
        "remark,amount,type,account\nx,700.00,credit,7\nx,12.34,debit,7\nx,1.00,credit,8\n");
    Launch.cairn(folder, "demo", "--input", input, "--data", folder.resolve("data"), "--no-halt").here().done();
  }

  @Test
  void events_show_names_and_values_without_the_classes() {
    var events = Launch.cairn(stranger, folder, "events", "data", "7", "--json").run().done().json();
    assertEquals(2, events.size());
    var first = events.get(0);
    var second = events.get(1);
    assertEquals("{\"row\":1,\"cents\":70000}", first.get("fields").toString());
    assertEquals("{\"row\":2,\"cents\":1234}", second.get("fields").toString());
    assertEquals(1, first.get("sequence").getAsLong());
    assertEquals(2, second.get("sequence").getAsLong());
    assertEquals("row-2", second.get("command_id").getAsString());
    assertTrue(first.get("type").getAsString().contains("Credited"), first::toString);
    assertTrue(second.get("type").getAsString().contains("Debited"), second::toString);
    assertTrue(second.get("position").getAsString().matches("[0-9]+:[0-9]+"), second::toString);
    var age = Duration.between(Instant.parse(second.get("time").getAsString()), Instant.now());
    assertTrue(!age.isNegative() && age.toHours() < 1, second::toString);
  }

  @Test
  void events_for_a_person_show_the_same() {
    var lines = Launch.cairn(stranger, folder, "events", "data", "account/7").run().done().out();
    assertEquals(3, lines.size());
    assertTrue(lines.get(0).matches(" *SEQUENCE +POSITION +TIME +TYPE +FIELDS"), lines::toString);
    assertTrue(lines.get(1).matches(" +1 .*Credited +row=1 cents=70000"), lines::toString);
    assertTrue(lines.get(2).matches(" +2 .*Debited +row=2 cents=1234"), lines::toString);
  }

  @Test
  void ls_shows_every_stream_and_its_numbers() {
    var streams = Launch.cairn(stranger, folder, "ls", "data", "--json").run().done().json();
    assertEquals(List.of("account/7 2 2", "account/8 1 1", "import/input 1 1"),
        streams.stream().map(stream -> stream.get("type").getAsString() + "/" + stream.get("id").getAsString() + " "
            + stream.get("last_sequence").getAsLong() + " " + stream.get("events").getAsLong()).toList());
    String person = String.join("\n", Launch.cairn(stranger, folder, "ls", "data").run().done().out());
    assertTrue(person.contains("backend sqlite"), person);
  }

  @Test
  void what_is_not_there_is_said_with_exit_2() {
    var actor = Launch.cairn(folder, "events", folder.resolve("data"), "9").here().with(2);
    assertTrue(actor.error().contains("'9'"), actor::error);
    var data = Launch.cairn(folder, "ls", folder.resolve("nowhere")).here().with(2);
    assertTrue(data.error().contains("nowhere"), data::error);
    assertTrue(Files.notExists(folder.resolve("nowhere")), "looking made a folder");
  }

  @Test
  void a_damaged_event_is_named_and_the_ones_before_it_are_shown() throws IOException {
    damage(folder.resolve("data/cairn.sqlite"), "row-2");
    var events = Launch.cairn(stranger, folder, "events", "data", "7", "--json").run().with(1);
    assertEquals(List.of(1L), events.json().stream().map(event -> event.get("sequence").getAsLong()).toList());
    assertTrue(events.error().contains("Event 2 of stream /account/7"), events::error);
    var verified = Launch.cairn(stranger, folder, "verify", "data").run().with(1);
    assertTrue(verified.out().toString().contains("event 2 of stream /account/7"), verified::toString);
  }

  /** Turns one bit of a text that stands somewhere in a file. */
  private static void damage(Path file, String text) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int place = new String(bytes, ISO_8859_1).indexOf(text);
    assertTrue(place > 0, () -> text + " is not in " + file);
    bytes[place] ^= 1;
    Files.write(file, bytes);
  }

  private static void cut(Path jar) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of());
        var files = Files.walk(zip.getPath(CLASSES_OF_THE_ACTORS))) {
      var classes = files.sorted(Comparator.reverseOrder()).toList();
      assertTrue(classes.stream().anyMatch(file -> file.endsWith("AccountEvent.class")), classes::toString);
      for (Path file : classes) {
        Files.delete(file);
      }
    }
  }
}
