package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnException;
import dev.cairn.api.Command;
import dev.cairn.api.InvalidName;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.TypeRefused;
import dev.cairn.api.WrongCommand;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.Entry;
import dev.cairn.impl.Ledger.Forge;
import dev.cairn.impl.Ledger.Sum;
import dev.cairn.impl.Ledger.Total;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Bad input is a typed error that names the rule, and the store is as it was before. */
class BadInputTest {
  @TempDir
  Path data;

  private ActorSystem system;
  private ActorRef<Entry<?>> ledger;

  private record Stranger(long value) {}

  private record Foreign() implements Command<Foreign, Long> {}

  @BeforeEach
  void open() {
    system = ActorSystem.builder().data(data).backend("sqlite").open();
    ledger = system.entity(Ledger.TYPE, "1");
    ledger.ask(new Add(3));
  }

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void an_id_with_half_of_a_surrogate_pair_is_refused() {
    InvalidName refusal = refused(InvalidName.class, () -> system.entity(Ledger.TYPE, "a\ud800b"));
    assertTrue(refusal.getMessage().contains("well-formed Unicode"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("a\\ud800b"), refusal.getMessage());
  }

  @Test
  void an_empty_or_overlong_id_is_refused() {
    refused(InvalidName.class, () -> system.entity(Ledger.TYPE, ""));
    refused(InvalidName.class, () -> system.spawn(Ledger.TYPE, "x".repeat(1025)));
    assertEquals(1, system.spawn(Ledger.TYPE, "x".repeat(1024)).ask(new Add(1)));
  }

  @Test
  void an_event_of_an_unregistered_class_is_rejected() {
    PersistRejected rejection = refused(PersistRejected.class, () -> ledger.ask(new Forge(new Stranger(1))));
    assertTrue(rejection.getMessage().contains("ledger/1"), rejection.getMessage());
    assertEquals(new Sum(3, 1), ledger.ask(new Total()), "the actor goes on");
  }

  @Test
  @SuppressWarnings({ "unchecked", "rawtypes" }) // past the compiler
  void a_command_of_another_actor_is_refused() {
    WrongCommand refusal = refused(WrongCommand.class, () -> ((ActorRef) ledger).ask(new Foreign()));
    assertTrue(refusal.getMessage().contains(Foreign.class.getName()), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(Entry.class.getName()), refusal.getMessage());
  }

  @Test
  void a_command_id_that_is_empty_or_overlong_or_half_a_pair_is_refused() {
    refused(InvalidName.class, () -> ledger.ask("", new Add(1)));
    refused(InvalidName.class, () -> ledger.ask("x".repeat(129), new Add(1)));
    refused(InvalidName.class, () -> ledger.ask("\udc00", new Add(1)));
  }

  @Test
  void a_type_name_outside_its_grammar_is_refused() {
    assertThrows(InvalidName.class,
        () -> ActorType.of(MethodHandles.lookup(), "Ledger 1", Ledger.Booked.class, Sum.class, Ledger::new));
  }

  @Test
  void a_second_type_of_the_same_name_is_refused() {
    var twin = ActorType.of(MethodHandles.lookup(), "ledger", Ledger.Booked.class, Sum.class, Ledger::new);
    refused(TypeRefused.class, () -> system.entity(twin, "1"));
  }

  private <T extends CairnException> T refused(Class<T> expected, Executable attempt) {
    List<String> before = everythingStored();
    T refusal = assertThrows(expected, attempt);
    assertEquals(before, everythingStored());
    return refusal;
  }

  private List<String> everythingStored() {
    List<String> lines = new ArrayList<>();
    try (StoreInspector inspector = StoreInspector.open(data)) {
      inspector.streams("main", stream -> {
        lines.add(stream.toString());
        inspector.events(stream, event -> lines.add(event.toString()));
      });
    }
    return lines;
  }
}
