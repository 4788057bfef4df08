package dev.cairn.impl.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Evolution;
import dev.cairn.api.NewEvent;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoredTypes;
import dev.cairn.api.StoredTypes.Misfit;
import dev.cairn.api.StreamType;
import dev.cairn.api.TypedBytes;
import dev.cairn.testkit.DictionaryFile;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store has recorded, held against the types of a program that is not deployed yet. */
class StoredTypesTest {
  @TempDir
  Path folder;

  static class Before {
    sealed interface OrderEvent {}

    record Opened(String customer, int lines) implements OrderEvent {}

    record Frozen() implements OrderEvent {}

    static final StreamType<OrderEvent, Void> TYPE = StreamType.of(MethodHandles.lookup(), "order", OrderEvent.class);
  }

  static class Now {
    sealed interface OrderEvent {}

    record Opened(String client, int lines, boolean urgent) implements OrderEvent {}

    static final StreamType<OrderEvent, Void> TYPE = StreamType.of(MethodHandles.lookup(), "order", OrderEvent.class);
    static final StreamType<OrderEvent, Void> DECLARED = TYPE.evolving(Evolution.declare()
        .renamed(Opened.class, "customer", "client").added(Opened.class, "urgent", false).retired("Frozen"));
  }

  record Anything(Object value) {}

  static final StreamType<Anything, Void> UNSTORABLE =
      StreamType.of(MethodHandles.lookup(), "anything", Anything.class);
  static final StreamType<TypedBytes, TypedBytes> BYTES = StreamType.bytes("order");
  static final StreamType<TypedBytes, TypedBytes> RAW = StreamType.bytes("raw");

  private Path data() {
    return folder.resolve("data");
  }

  private void fill(Before.OrderEvent... events) {
    try (ActorSystem system = ActorSystem.builder().data(data()).backend("sqlite").open()) {
      for (Before.OrderEvent event : events) {
        system.streams("main").stream(Before.TYPE, "1").append(NewEvent.all(event));
      }
      system.streams("main").stream(RAW, "1").append(NewEvent.all(new TypedBytes("made", new byte[3])));
    }
  }

  private List<Misfit> misfits(StreamType<?, ?>... types) {
    try (StoreInspector inspector = StoreInspector.open(data())) {
      return inspector.types().misfits(List.of(), List.of(types), Set.of());
    }
  }

  private Path file() throws IOException {
    try (StoreInspector inspector = StoreInspector.open(data())) {
      return Files.writeString(folder.resolve("types.json"), inspector.types().json());
    }
  }

  private static void assertOne(List<Misfit> misfits, String... words) {
    assertEquals(1, misfits.size(), misfits::toString);
    for (String word : words) {
      assertTrue(misfits.getFirst().what().contains(word), misfits::toString);
    }
  }

  @Test
  void a_program_that_has_what_is_recorded_fits_and_bytes_need_no_declaration() {
    fill(new Before.Opened("Ada", 1));
    assertEquals(List.of(), misfits(Before.TYPE));
  }

  @Test
  void every_missing_declaration_is_named_as_a_system_would_name_it() {
    fill(new Before.Opened("Ada", 1));
    List<Misfit> found = misfits(Now.TYPE);
    assertOne(found, "renamed(Opened.class, \"customer\", \"client\")", "added(Opened.class, \"urgent\", VALUE)",
        "retired(\"Frozen\")");
    assertEquals(List.of("main", "order"), List.of(found.getFirst().store(), found.getFirst().type()));
    assertEquals(List.of(), misfits(Now.DECLARED));
  }

  @Test
  void a_retired_event_that_is_stored_is_found_in_a_store_and_not_in_a_file() throws IOException {
    fill(new Before.Opened("Ada", 1), new Before.Frozen());
    assertOne(misfits(Now.DECLARED), "event 2 of stream /order/1", "ignored(\"Frozen\")");
    assertEquals(List.of(), StoredTypes.read(file()).misfits(List.of(), List.of(Now.DECLARED), Set.of()));
  }

  @Test
  void a_recorded_type_that_nobody_declares_is_named_unless_another_program_reads_it() {
    fill(new Before.Opened("Ada", 1));
    assertOne(misfits(), "no type 'order'", "Opened, Frozen");
    try (StoreInspector inspector = StoreInspector.open(data())) {
      assertEquals(List.of(), inspector.types().misfits(List.of(), List.of(), Set.of("order")));
    }
  }

  @Test
  void a_type_that_is_new_must_be_storable_and_bytes_are_no_records() {
    fill(new Before.Opened("Ada", 1));
    assertOne(misfits(Before.TYPE, UNSTORABLE), "value");
    assertTrue(misfits(BYTES).stream().anyMatch(each -> each.what().contains("StreamType.bytes stores bytes")));
  }

  @Test
  void an_actor_type_of_another_store_is_not_that_of_this_one() {
    fill(new Before.Opened("Ada", 1));
    ActorType<Command<?, ?>, Before.OrderEvent,
        State> elsewhere = ActorType.<Command<?, ?>, Before.OrderEvent, State>of(MethodHandles.lookup(), "order",
            Before.OrderEvent.class,
            State.class, () -> {
              throw new AssertionError("No actor is made.");
            })
            .in("other");
    try (StoreInspector inspector = StoreInspector.open(data())) {
      assertOne(inspector.types().misfits(List.of(elsewhere), List.of(), Set.of()), "no type 'order'");
    }
  }

  record State(int lines) {}

  @Test
  void a_file_says_what_the_store_says_and_one_component_is_one_line() throws IOException {
    fill(new Before.Opened("Ada", 1));
    Path file = file();
    assertEquals(Files.readString(file), StoredTypes.read(file).json());
    assertTrue(Files.readAllLines(file).stream().map(String::strip).toList()
        .contains("{ \"tag\": 1, \"name\": \"customer\", \"kind\": \"string\" },"), Files.readString(file));
    DictionaryFile.at(file).streams(Before.TYPE).check();
    DictionaryFile.at(file).except("order").check();
    AssertionError told = assertThrows(AssertionError.class, () -> DictionaryFile.at(file).streams(Now.TYPE).check());
    assertTrue(String.valueOf(told.getMessage()).contains("retired(\"Frozen\")"), told::getMessage);
  }

  @Test
  void a_file_that_is_no_dictionary_is_refused_with_the_place() throws IOException {
    fill(new Before.Opened("Ada", 1));
    String right = Files.readString(file());
    assertRefused("", "line 1");
    assertRefused("[]", "an object");
    assertRefused(right.replace("\"format\": 1", "\"format\": 2"), "newer version");
    assertRefused(right.replace("\"tag\": 2", "\"tag\": 1"), "do not ascend");
    assertRefused(right.replace("\"version\": 1,", "\"version\": \"one\","), "'version' as a number");
    assertRefused(right.replace(",\n  \"stores\"", "\n  \"stores\""), "line 3, a comma or '}' belongs");
    assertRefused(right + "x", "nothing more belongs");
    assertRefused("[".repeat(100), "nests too deep");
    StoreRefused gone =
        assertThrows(StoreRefused.class, () -> StoredTypes.read(folder.resolve("none.json")));
    assertTrue(String.valueOf(gone.getMessage()).contains("none.json"), gone::getMessage);
  }

  private void assertRefused(String text, String why) throws IOException {
    Path file = Files.writeString(folder.resolve("wrong.json"), text);
    StoreRefused refused = assertThrows(StoreRefused.class, () -> StoredTypes.read(file));
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::getMessage);
  }
}
