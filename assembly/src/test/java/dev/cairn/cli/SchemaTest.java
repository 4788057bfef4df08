package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.cairn.api.StreamType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The classes of a program, held against the store that the demo left. */
final class SchemaTest {

  @TempDir
  private Path folder = Path.of("");
  private String data = "";

  /** The accounts of the demo in a program that has forgotten something. */
  static final class Changed {
    sealed interface AccountEvent {}

    record Credited(long row, long cents, String clerk) implements AccountEvent {}

    record Debited(long row, long cents) implements AccountEvent {}

    static final StreamType<AccountEvent, Void> TYPE =
        StreamType.of(MethodHandles.lookup(), "account", AccountEvent.class);

    private Changed() {}
  }

  @BeforeEach
  void bookTwoRows() throws IOException {
    data = folder.resolve("data").toString();
    Path input = Files.writeString(folder.resolve("bank.csv"), """
        account,type,amount
        1,credit,700.00
        1,debit,0.05
        """);
    var typed = Typed.line("demo", "--no-halt", "--data", data, "--input", input.toString());
    assertEquals(0, typed.code(), typed.err());
  }

  /** The classes of this program, which has written the store. */
  private static String same() throws URISyntaxException {
    return Path.of(Cairn.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private String changed() throws IOException {
    String name = Changed.class.getName().replace('.', '/') + ".class";
    Path classes = folder.resolve("classes");
    Path file = classes.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    try (InputStream bytes = Objects.requireNonNull(Changed.class.getResourceAsStream("/" + name))) {
      Files.copy(bytes, file);
    }
    return classes.toString();
  }

  @Test
  void the_program_that_has_written_a_store_can_read_it() throws URISyntaxException {
    var typed = Typed.line("schema", "check", same(), "--data", data);
    assertEquals(0, typed.code(), typed.err() + typed.out());
    assertEquals("2 types declared: everything that is recorded can be read\n", typed.out());
  }

  @Test
  void a_program_that_cannot_is_told_what_to_declare_for_people_and_for_machines() throws IOException {
    String classes = changed();
    var typed = Typed.line("schema", "check", classes, "--data", data, "--except", "import");
    assertEquals(1, typed.code(), typed.err());
    assertTrue(typed.out().contains("MISFIT main/account"), typed.out());
    assertTrue(typed.out().contains("added(Credited.class, \"clerk\", VALUE)"), typed.out());
    assertTrue(typed.out().endsWith("1 type declared: 1 do not fit\n"), typed.out());
    var lines = Typed.line("schema", "check", classes, "--data", data, "--json").out().lines()
        .map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    assertEquals(List.of("account", "import"), List.of(lines.get(0).get("type").getAsString(),
        lines.get(1).get("type").getAsString()));
    assertEquals("{\"types\":1,\"misfits\":2}", lines.get(2).toString());
  }

  @Test
  void a_dictionary_that_was_exported_stands_for_the_store() throws IOException, URISyntaxException {
    Path file = Files.writeString(folder.resolve("types.json"), Typed.line("schema", "export", "--data", data).out());
    assertEquals(0, Typed.line("schema", "check", same(), "--dictionary", file.toString()).code());
    assertEquals(1, Typed.line("schema", "check", changed(), "--dictionary", file.toString()).code());
  }

  @Test
  void a_class_that_cannot_be_looked_at_is_no_pass() throws IOException {
    Path classes = Path.of(changed());
    String name = "dev/cairn/cli/child/BrokenType.class";
    Files.createDirectories(classes.resolve("dev/cairn/cli/child"));
    try (InputStream bytes = Objects.requireNonNull(SchemaTest.class.getResourceAsStream("/" + name))) {
      Files.copy(bytes, classes.resolve(name));
    }
    var typed = Typed.line("schema", "check", classes.toString(), "--data", data);
    assertEquals(2, typed.code());
    assertTrue(typed.err().contains("BrokenType") && typed.err().contains("org/example/Library"), typed.err());
  }

  @Test
  void a_store_or_a_dictionary_is_named_and_not_both() {
    for (var typed : List.of(Typed.line("schema", "check", "x.jar"),
        Typed.line("schema", "check", "x.jar", "--data", data, "--dictionary", "y"))) {
      assertEquals(2, typed.code());
      assertTrue(typed.err().contains("--dictionary"), typed.err());
    }
  }
}
