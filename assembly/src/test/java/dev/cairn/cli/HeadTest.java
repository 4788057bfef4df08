package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.NewEvent;
import dev.cairn.api.StreamType;
import dev.cairn.api.TypedBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The head of the chain that the demo makes, kept in a file, and what a store is held against it for. */
final class HeadTest {

  @TempDir
  private static Path shared = Path.of("");

  @TempDir
  private Path folder = Path.of("");
  private Path data = shared.resolve("data");

  @BeforeAll
  static void book() throws IOException {
    StringBuilder csv = new StringBuilder("account,type,amount\n");
    for (int row = 1; row <= 20; row++) {
      csv.append(row % 3).append(",credit,").append(row).append(".00\n");
    }
    Path input = Files.writeString(shared.resolve("bank.csv"), csv);
    var typed = Typed.line("demo", "--no-halt", "--data", shared.resolve("data").toString(), "--input",
        input.toString());
    assertEquals(0, typed.code(), typed.err());
  }

  private Path kept(String... options) throws IOException {
    String[] line = Stream.concat(Stream.of("head", data.toString()), Stream.of(options)).toArray(String[]::new);
    var typed = Typed.line(line);
    assertEquals(0, typed.code(), typed.err());
    return Files.writeString(folder.resolve("head" + options.length), typed.out());
  }

  private static Typed verify(Path data, Path head, String... options) {
    return Typed.line(Stream.concat(Stream.of("verify", data.toString(), "--head", head.toString()),
        Stream.of(options)).toArray(String[]::new));
  }

  private static List<JsonObject> objects(Typed typed) {
    return typed.out().lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void what_head_prints_is_proven_as_text_and_as_json_and_both_say_the_same() throws IOException {
    Path text = kept();
    Path json = kept("--json");
    JsonObject head = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertEquals(List.of("store", "id", "position", "hash", "earlier"), List.copyOf(head.keySet()));
    assertTrue(Files.readString(text).contains("hash      " + head.get("hash").getAsString()), Files.readString(text));
    for (Path kept : List.of(text, json)) {
      var typed = verify(data, kept);
      assertEquals(0, typed.code(), typed.out() + typed.err());
      assertTrue(typed.out().startsWith("proven: the history of store main up to position "), typed.out());
    }
    var objects = objects(verify(data, json, "--json"));
    assertEquals(List.of("true", "0"),
        List.of(objects.get(0).get("proven").getAsString(), objects.get(1).get("damages").getAsString()));
  }

  @Test
  void an_old_copy_that_was_put_back_is_a_finding() throws IOException {
    Path old = data;
    data = folder.resolve("data");
    copy(old, data);
    try (ActorSystem system = ActorSystem.builder().data(data).open()) {
      system.streams("main").stream(StreamType.bytes("raw"), "1")
          .append(NewEvent.all(new TypedBytes("made", new byte[9])));
    }
    Path head = kept();
    var typed = verify(old, head);
    assertEquals(1, typed.code(), typed.err());
    assertTrue(typed.out().contains("an old copy was put back") && typed.out().contains("NOT PROVEN: "), typed.out());
    var objects = objects(verify(old, head, "--json"));
    assertEquals(List.of("place", "what", "left"), List.copyOf(objects.get(0).keySet()));
    assertEquals("false", objects.get(1).get("proven").getAsString());
    assertEquals(1, objects.get(2).get("damages").getAsInt());
  }

  @Test
  void a_file_may_have_the_heads_of_many_days() throws IOException {
    for (String options : List.of("", "--json")) {
      String head = Files.readString(options.isEmpty() ? kept() : kept(options));
      Path many = Files.writeString(folder.resolve("many"), head + head);
      assertEquals(2, verify(data, many).out().lines().filter(line -> line.startsWith("proven: ")).count());
    }
  }

  @Test
  void where_there_is_no_chain_it_is_told_how_to_turn_it_on() {
    Path plain = folder.resolve("plain");
    ActorSystem.builder().data(plain).backend("sqlite").open().close();
    var typed = Typed.line("head", plain.toString());
    assertEquals(2, typed.code());
    assertEquals("", typed.out());
    assertTrue(typed.err().contains("-Dcairn.chain=true") && typed.err().contains("chain(true)"), typed.err());
  }

  @Test
  void a_file_that_is_no_head_is_told_with_the_reason() throws IOException {
    for (String wrong : List.of("", "hello", "{}", "{\"store\":\"main\"", "store main\nid x\nposition 1\nhash y",
        "store main\nid x\nposition 1:2\nhash abc")) {
      var typed = verify(data, Files.writeString(folder.resolve("wrong"), wrong));
      assertEquals(2, typed.code(), wrong);
      assertTrue(typed.err().contains("has no head as 'cairn head' prints it"), typed.err());
    }
  }
}
