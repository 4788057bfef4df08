package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Answer;
import dev.cairn.api.CairnListener;
import dev.cairn.api.Command;
import dev.cairn.api.EventHandler;
import dev.cairn.api.Evolution;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import dev.cairn.api.TypeRefused;
import dev.cairn.testkit.Call;
import dev.cairn.testkit.Fault;
import dev.cairn.testkit.FaultyStore;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Events of which today's release makes several or none: what is stored keeps its sequence and its offset, for the
 * actor, for readers, for its past and for the tools.
 */
@Timeout(60)
class SplitEventsTest {
  record Note(Object event) implements Command<Note, String> {}

  record Seen(List<String> events) {}

  static class Before {
    sealed interface Event {}

    record Moved(String from, String to, long cents) implements Event {}

    record Noted(String text) implements Event {}

    record Opened(String owner) implements Event {}
  }

  static class Now {
    sealed interface Event {}

    record Taken(String from, long cents) implements Event {}

    record Brought(String to, long cents) implements Event {}

    record Opened(String owner) implements Event {}
  }

  record Moved(String from, String to, long cents) {}

  private static final ActorType<Note, Before.Event, Seen> BEFORE = type(Before.Event.class);

  private static final ActorType<Note, Now.Event, Seen> UNDECLARED = type(Now.Event.class);

  private static final ActorType<Note, Now.Event, Seen> NOW = UNDECLARED.evolving(Evolution.declare()
      .ignored("Noted")
      .split(Moved.class, old -> old.cents() == 0 ? List.of()
          : List.of(new Now.Taken(old.from(), old.cents()), new Now.Brought(old.to(), old.cents()))));

  private static final List<String> ALL = List.of("Opened[owner=Ada]", "Taken[from=a, cents=5]",
      "Brought[to=b, cents=5]", "Taken[from=c, cents=7]", "Brought[to=d, cents=7]");

  private final FaultyStore store = FaultyStore.over("memory");
  private final List<CairnListener.Recovered> recoveries = new CopyOnWriteArrayList<>();

  /** Sequence 1 to 5: one event of today, two, none, none, two. No snapshot, as they are to be read. */
  @BeforeEach
  void storeEvents() {
    try (ActorSystem system = open()) {
      for (Before.Event event : List.of(new Before.Opened("Ada"), new Before.Moved("a", "b", 5),
          new Before.Noted("hm"), new Before.Moved("x", "y", 0), new Before.Moved("c", "d", 7))) {
        system.entity(BEFORE, "1").ask("of " + event, new Note(event));
      }
      store.every(Call.COMMIT, Fault.before());
    }
    store.heal();
  }

  @Test
  void a_recovery_applies_them_and_the_next_event_gets_the_next_sequence() {
    try (ActorSystem system = open()) {
      assertEquals("5 " + ALL, system.entity(NOW, "1").ask(new Note(null)));
      List<String> more = new ArrayList<>(ALL);
      more.add("Taken[from=e, cents=1]");
      assertEquals("6 " + more, system.entity(NOW, "1").ask(new Note(new Now.Taken("e", 1))));
    }
    try (ActorSystem system = open()) {
      assertTrue(system.entity(NOW, "1").ask(new Note(null)).startsWith("6 [Opened"), "from the snapshot");
    }
    CairnListener.Recovered first = recoveries.stream().filter(each -> each.ignored() > 0).findFirst().orElseThrow();
    assertEquals(List.of(5L, 1L), List.of(first.events(), first.ignored()), "what is ignored is counted");
  }

  @Test
  void without_a_declaration_nothing_is_passed_over() {
    try (ActorSystem system = open()) {
      TypeRefused refused =
          assertThrows(TypeRefused.class, () -> system.entity(UNDECLARED, "1").ask(new Note(null)));
      assertTrue(refused.getMessage().contains("the event Noted is gone"), refused.getMessage());
      assertTrue(refused.getMessage().contains("the event Moved is gone"), refused.getMessage());
      ActorType<Note, Now.Event, Seen> retired = UNDECLARED.evolving(Evolution.declare()
          .retired("Noted").split(Moved.class, old -> List.of()));
      assertTrue(assertThrows(TypeRefused.class, () -> system.entity(retired, "1")).getMessage()
          .contains("ignored(\"Noted\") to give up its stored events"));
    }
  }

  @Test
  void a_state_of_the_past_is_that_after_a_stored_event() {
    try (ActorSystem system = open()) {
      assertEquals(List.of(0, 1, 3, 3, 3, 5), List.of(0L, 1L, 2L, 3L, 4L, 5L).stream()
          .map(sequence -> system.stateAt(NOW, "1", sequence).events().size()).toList());
    }
  }

  @Test
  void the_id_of_a_command_whose_event_is_ignored_is_still_known() {
    try (ActorSystem system = open()) {
      assertInstanceOf(Answer.Done.class,
          system.entity(NOW, "1").tryAsk("of " + new Before.Noted("hm"), new Note(new Now.Taken("e", 1))));
    }
  }

  @Test
  void a_reader_gets_each_stored_event_once_with_its_sequence_and_takes_its_parts_as_one_step() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    EventHandler handler = event -> seen.add(event.sequence() + " " + event.type() + " " + event.allAs(NOW));
    try (ActorSystem system = open()) {
      system.log("main").follow("all", handler);
      Patience.until(() -> seen.size() == 5);
      assertEquals(List.of("1 Opened [Opened[owner=Ada]]", "2 Moved [Taken[from=a, cents=5], Brought[to=b, cents=5]]",
          "3 Noted []", "4 Moved []", "5 Moved [Taken[from=c, cents=7], Brought[to=d, cents=7]]"), seen);
    }
    try (ActorSystem system = open()) {
      system.entity(NOW, "1").ask(new Note(new Now.Taken("e", 1)));
      system.log("main").follow("all", handler);
      Patience.until(() -> seen.size() == 6);
      assertEquals("6 Taken [Taken[from=e, cents=1]]", seen.getLast(), "it went on after the last stored event");
    }
  }

  @Test
  void who_reads_one_event_is_told_of_several_and_passes_over_none() {
    try (ActorSystem system = open()) {
      List<LoggedEvent> events = system.events(system.entity(NOW, "1"), 1, 5).toList();
      assertEquals("Opened[owner=Ada]", events.get(0).as(NOW).orElseThrow().toString());
      assertEquals("Event 2 of stream /notes/1, a Moved, is 2 events today: read it with allAs.",
          assertThrows(IllegalStateException.class, () -> events.get(1).as(NOW)).getMessage());
      assertTrue(events.get(2).as(NOW).isEmpty() && events.get(3).as(NOW).isEmpty());
      assertEquals("hm", events.get(2).fields().get("text"));
      assertTrue(events.get(0).allAs(NOW.in("other")).isEmpty(), "of another store");
    }
  }

  @Test
  void a_type_that_keeps_the_state_with_each_event_goes_on_with_the_state() {
    ActorType<Note, Now.Event, Seen> light = NOW.with(Persistence.light());
    try (ActorSystem system = open()) {
      assertTrue(system.entity(light, "1").ask(new Note(new Now.Taken("e", 1))).startsWith("6 "));
    }
    try (ActorSystem system = open()) {
      assertEquals(6, system.stateAt(light, "1", 6).events().size());
      assertTrue(system.entity(light, "1").ask(new Note(null)).startsWith("6 [Opened[owner=Ada], Taken[from=a"));
    }
  }

  private ActorSystem open() {
    return ActorSystem.builder().backend(store).listener(new CairnListener() {
      @Override
      public void recovered(Recovered event) {
        recoveries.add(event);
      }
    }).open();
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
      Seen seen = note.event() == null ? ctx.state() : ctx.persist(events.cast(note.event()));
      return note.reply(ctx.sequence() + " " + seen.events());
    }
  }
}
