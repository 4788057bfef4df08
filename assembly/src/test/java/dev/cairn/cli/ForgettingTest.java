package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.Forgotten;
import dev.cairn.api.KeyRing;
import dev.cairn.api.KeySource;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.PersonalKeys;
import dev.cairn.api.Reply;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fragments and the commands of {@code docs/forgetting.md}, and what the tools say of a forgotten actor. */
final class ForgettingTest {
  private static final Path ROOT = Path.of("..");

  sealed interface PatientCommand<R> extends Command<PatientCommand<?>, R> {}

  record Note(String text) implements PatientCommand<Long> {}

  sealed interface PatientEvent {}

  record Noted(String text) implements PatientEvent {}

  record PatientState(long notes) {}

  /** A patient. */
  static final class Patient implements PersistentActor<PatientCommand<?>, PatientEvent, PatientState> {
    static final ActorType<PatientCommand<?>, PatientEvent, PatientState> TYPE = ActorType.of(
        MethodHandles.lookup(), "patient", PatientEvent.class, PatientState.class, Patient::new).personal();

    @Override
    public PatientState initialState() {
      return new PatientState(0);
    }

    @Override
    public PatientState apply(PatientState state, PatientEvent event) {
      return new PatientState(state.notes() + 1);
    }

    @Override
    public Reply handle(PatientCommand<?> command, PersistentContext<PatientEvent, PatientState> ctx) {
      return switch (command) {
        case Note note -> note.reply(ctx.persist(new Noted(note.text())).notes());
      };
    }
  }

  @TempDir
  private Path folder = Path.of("");

  @BeforeEach
  void makeKey() throws IOException {
    byte[] key = new byte[EncryptedKey.BYTES];
    new Random().nextBytes(key);
    Files.write(folder.resolve("bank.key"), key);
    Files.setPosixFilePermissions(folder.resolve("bank.key"), PosixFilePermissions.fromString("rw-------"));
  }

  private KeyRing ring() {
    return KeyRing.of(EncryptedKey.from(KeySource.file(folder.resolve("bank.key"))))
        .personalKeys(PersonalKeys.file(folder.resolve("personal.keys")));
  }

  private void note(String... patients) {
    try (var ring = ring(); var system = ActorSystem.builder().data(folder.resolve("cairn-data")).backend("sqlite")
        .keys(ring).open()) {
      for (String patient : patients) {
        system.entity(Patient.TYPE, patient).ask(new Note("hay fever"));
      }
    }
  }

  /** Runs a line of the page in the folder of the test. */
  private Typed run(String line) {
    return Typed.line(Stream.of(line.split(" ")).skip(1)
        .map(word -> word.matches("cairn-data|.*\\.keys?") ? folder.resolve(word).toString() : word)
        .toArray(String[]::new));
  }

  private static List<String> blocks(String kind) throws IOException {
    return Pattern.compile("```" + kind + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(ROOT.resolve("docs/forgetting.md"))).results().map(found -> found.group(1)).toList();
  }

  @Test
  void the_commands_of_the_page_print_what_it_says() throws IOException {
    note("4711", "4712");
    StringBuilder printed = new StringBuilder();
    for (String line : blocks("sh").getFirst().lines().toList()) {
      Typed typed = run(line);
      assertEquals(0, typed.code(), typed.err());
      printed.append(typed.out());
    }
    assertEquals(blocks("text").getFirst(), printed.toString());
    String keys = " --key-file bank.key --personal-keys personal.keys";
    Typed events = run("cairn events cairn-data 4711" + keys);
    assertEquals(2, events.code());
    assertTrue(events.err().contains("/patient/4711 was forgotten"), events::err);
    Typed all = run("cairn events cairn-data --all" + keys);
    assertEquals(0, all.code());
    assertTrue(all.out().contains("forgotten") && all.out().contains("hay fever"), all::out);
    assertEquals(0, run("cairn forget cairn-data 4711 --json" + keys).code(), "once more does no harm");
    assertEquals(2, run("cairn forget cairn-data 4713" + keys).code(), "there is no such actor");
    assertEquals(2, run("cairn forget cairn-data 4712 --key-file bank.key").code());
    assertEquals(2, run("cairn events cairn-data 4712 --personal-keys personal.keys").code());
    assertTrue(run("cairn events cairn-data 4712" + keys).out().contains("hay fever"));
  }

  @Test
  void while_another_process_or_system_holds_the_store_nothing_is_forgotten() {
    note("4711");
    try (var ring = ring(); var system = ActorSystem.builder().data(folder.resolve("cairn-data")).keys(ring).open()) {
      assertEquals(3,
          run("cairn forget cairn-data 4711 --key-file bank.key --personal-keys personal.keys").code());
      assertEquals(2, system.entity(Patient.TYPE, "4711").ask(new Note("still here")));
    }
  }

  @Test
  void the_fragments_of_the_page_do_what_it_says() throws IOException {
    note("4710");
    Path data = folder.resolve("cairn-data");
    Path keyFile = folder.resolve("bank.key");
    Path personalKeys = folder.resolve("personal.keys");
    var ring = KeyRing.of(EncryptedKey.from(KeySource.file(keyFile)))
        .personalKeys(PersonalKeys.file(personalKeys));
    try (ring; var system = ActorSystem.builder().data(data).keys(ring).open()) {
      var patient = system.entity(Patient.TYPE, "4711");
      patient.ask(new Note("hay fever"));
      system.forget(Patient.TYPE, "4711");
    }
    try (var again = ring(); var system = ActorSystem.builder().data(data).keys(again).open()) {
      assertThrows(Forgotten.class, () -> system.spawn(Patient.TYPE, "4711"));
    }
    String here = spaced(Files.readString(ROOT.resolve("assembly/src/test/java")
        .resolve(ForgettingTest.class.getName().replace('.', '/') + ".java")));
    List<String> fragments = blocks("java");
    assertEquals(2, fragments.size());
    fragments.forEach(fragment -> assertTrue(here.contains(spaced(fragment)), fragment));
  }

  private static String spaced(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
