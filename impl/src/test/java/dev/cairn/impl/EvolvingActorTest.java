package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Evolution;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.TypeRefused;
import dev.cairn.testkit.Call;
import dev.cairn.testkit.Fault;
import dev.cairn.testkit.FaultyStore;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An actor whose records have changed goes on where the old one stopped, and its history stays as it was written. */
class EvolvingActorTest {
  @TempDir
  Path data;

  record Note(Object event) implements Command<Note, List<String>> {}

  record Seen(List<String> events) {}

  static class Before {
    sealed interface Event {}

    record Opened(String owner) implements Event {}

    record Deposited(long cents) implements Event {}
  }

  static class After {
    sealed interface Event {}

    record Started(String owner, boolean business) implements Event {}

    record Deposited(long cents, String currency) implements Event {}
  }

  static class Renamed {
    sealed interface Event {}

    record Opened(String owner) implements Event {}

    record Deposited(long amount) implements Event {}
  }

  private static final ActorType<Note, Before.Event, Seen> BEFORE = type(Before.Event.class);

  private static final ActorType<Note, Before.Deposited, Seen> RETIRED =
      type(Before.Deposited.class).evolving(Evolution.declare().retired("Opened"));

  private static final ActorType<Note, After.Event, Seen> AFTER = type(After.Event.class).evolving(Evolution.declare()
      .formerly(After.Started.class, "Opened")
      .added(After.Started.class, "business", false)
      .added(After.Deposited.class, "currency", "EUR"));

  @Test
  void an_actor_goes_on_with_the_new_classes() {
    store(new Before.Opened("Ada"), new Before.Deposited(5));
    List<String> seen = List.of("Started[owner=Ada, business=false]", "Deposited[cents=5, currency=EUR]",
        "Deposited[cents=6, currency=USD]");
    try (ActorSystem system = open()) {
      assertEquals(seen, system.entity(AFTER, "1").ask(new Note(new After.Deposited(6, "USD"))));
    }
    try (ActorSystem system = open()) {
      assertEquals(seen, system.entity(AFTER, "1").ask(new Note(null)), "after another recovery");
    }
  }

  @Test
  void a_renamed_component_that_is_not_declared_is_refused_at_the_first_use_by_type_and_component() {
    store(new Before.Opened("Ada"), new Before.Deposited(5));
    try (ActorSystem system = open()) {
      for (int again = 1; again <= 2; again++) {
        TypeRefused refused =
            assertThrows(TypeRefused.class, () -> system.entity(type(Renamed.Event.class), "1").ask(new Note(null)));
        assertTrue(refused.getMessage().contains("in Deposited"), refused.getMessage());
        assertTrue(refused.getMessage().contains("'amount' (long) was added"), refused.getMessage());
        assertTrue(refused.getMessage().contains("it looks like 'cents', renamed"), refused.getMessage());
      }
    }
    try (ActorSystem system = open()) {
      assertEquals(List.of("Opened[owner=Ada]", "Deposited[cents=5]"),
          system.entity(BEFORE, "1").ask(new Note(null)), "nothing was changed");
    }
  }

  @Test
  void the_history_is_shown_as_it_was_written() {
    store(new Before.Opened("Ada"), new Before.Deposited(5));
    try (ActorSystem system = open()) {
      system.entity(AFTER, "1").ask(new Note(new After.Deposited(6, "USD")));
    }
    List<StoreInspector.Event> events = new ArrayList<>();
    try (StoreInspector inspector = StoreInspector.open(data)) {
      inspector.events(inspector.find("notes/1").getFirst(), events::add);
    }
    assertEquals(List.of("Opened 1", "Deposited 1", "Deposited 2"),
        events.stream().map(event -> event.type() + " " + event.version()).toList());
    assertEquals(List.of(Map.of("owner", "Ada"), Map.of("cents", 5L), Map.of("cents", 6L, "currency", "USD")),
        events.stream().map(StoreInspector.Event::fields).toList());
  }

  @Test
  void a_retired_event_that_is_stored_is_refused_when_the_type_is_first_used() {
    store(new Before.Deposited(5), new Before.Opened("Ada"));
    try (ActorSystem system = open()) {
      TypeRefused refused = assertThrows(TypeRefused.class, () -> system.entity(RETIRED, "2").ask(new Note(null)));
      assertTrue(refused.getMessage().contains("Opened is declared retired, and event 2 of stream /notes/1 is one"),
          refused.getMessage());
      assertTrue(refused.getMessage().contains("formerly(NOW.class, \"Opened\")"), refused.getMessage());
      assertThrows(TypeRefused.class, () -> system.stateAt(RETIRED, "1", 1));
    }
    try (ActorSystem system = open()) {
      assertEquals(2, system.entity(BEFORE, "1").ask(new Note(null)).size(), "nothing was written");
    }
  }

  @Test
  void a_retired_event_that_was_never_stored_is_looked_for_once_and_may_come_back_as_the_next_version() {
    store(new Before.Deposited(5));
    long first = reads();
    assertEquals(first - 1, reads(), "it is written down that there is none");
    store(new Before.Opened("Ada"));
    try (ActorSystem system = open()) {
      assertThrows(TypeRefused.class, () -> system.entity(RETIRED, "1").ask(new Note(null)));
      assertEquals(2, system.events(system.entity(BEFORE, "1"), 2, 2).findFirst().orElseThrow().version());
    }
  }

  /** How often a system reads that uses the type for the first time. */
  private long reads() {
    FaultyStore counted = FaultyStore.over("sqlite");
    try (ActorSystem system = ActorSystem.builder().data(data).backend(counted).open()) {
      assertEquals(1, system.entity(RETIRED, "1").ask(new Note(null)).size());
    }
    return counted.calls(Call.READ);
  }

  /** Stores the events, and no snapshot when the actor comes to rest: they are to be read. */
  private void store(Before.Event... events) {
    FaultyStore store = FaultyStore.over("sqlite");
    try (ActorSystem system = ActorSystem.builder().data(data).backend(store).open()) {
      for (Before.Event event : events) {
        system.entity(BEFORE, "1").ask(new Note(event));
      }
      store.every(Call.COMMIT, Fault.before());
    }
  }

  private ActorSystem open() {
    return ActorSystem.builder().data(data).backend("sqlite").open();
  }

  private static <E> ActorType<Note, E, Seen> type(Class<E> events) {
    return ActorType.of(MethodHandles.lookup(), "notes", events, Seen.class, () -> new Notes<>(events));
  }

  private record Notes<E>(Class<E> events) implements PersistentActor<Note, E, Seen> {

    @Override
    public Seen initialState() {
      return new Seen(List.of());
    }

    @Override
    public Seen apply(Seen state, E event) {
      List<String> more = new ArrayList<>(state.events());
      more.add(event.toString());
      return new Seen(more);
    }

    @Override
    public Reply handle(Note note, PersistentContext<E, Seen> ctx) {
      return note.reply((note.event() == null ? ctx.state() : ctx.persist(events.cast(note.event()))).events());
    }
  }
}
