package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.Persistence;
import dev.cairn.impl.journal.Shelf.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored is what the events give, whatever a handler does to the state that it was given. */
class ChangedStateTest {
  private static final List<Persistence> POLICIES =
      List.of(Persistence.full(), Persistence.light(), Persistence.stateOnly());
  private static final List<Consumer<Content>> CHANGES = List.of(
      content -> content.names().add("ghost"),
      content -> content.names().clear(),
      content -> content.set().add("ghost"),
      content -> content.boxes().put("ghost", new Shelf.Box(List.of())),
      content -> content.boxes().clear(),
      content -> content.boxes().get("a").names().add("ghost"),
      content -> content.row().removeLast(),
      content -> content.row().iterator().next().names().set(0, "ghost"),
      content -> content.last().orElseThrow().names().add("ghost"));

  private FaultyProvider provider = FaultyProvider.memory();

  private ActorSystem open(boolean checkStates) {
    return checkStates ? Systems.checking(provider, Systems.MEMORY) : Systems.open(provider);
  }

  private void eachPolicy(Consumer<ActorType<Shelf.Order<?>, Shelf.Added, Content>> test) {
    for (Persistence policy : POLICIES) {
      provider = FaultyProvider.memory();
      test.accept(Shelf.TYPE.with(policy));
    }
  }

  @Test
  void what_a_handler_does_to_the_collections_of_its_state_fails_and_is_never_stored() {
    eachPolicy(type -> {
      Content before;
      try (ActorSystem system = open(false)) {
        ActorRef<Shelf.Order<?>> shelf = system.entity(type, "1");
        before = shelf.ask(new Shelf.Add(new ArrayList<>(List.of("a", "b"))));
        for (Consumer<Content> change : CHANGES) {
          ActorFailed failed = assertThrows(ActorFailed.class, () -> shelf.ask(new Shelf.Meddle(change)));
          assertInstanceOf(UnsupportedOperationException.class, failed.getCause());
          assertEquals(before, shelf.ask(new Shelf.Look()));
        }
      }
      try (ActorSystem system = open(false)) {
        assertEquals(before, system.entity(type, "1").ask(new Shelf.Look()));
      }
    });
  }

  @Test
  void the_initial_state_cannot_be_changed_either_not_even_after_a_purge() {
    eachPolicy(type -> {
      try (ActorSystem system = open(false)) {
        ActorRef<Shelf.Order<?>> shelf = system.entity(type, "1");
        Consumer<Content> change = content -> content.last().orElseThrow().names().add("ghost");
        assertThrows(ActorFailed.class, () -> shelf.ask(new Shelf.Meddle(change)));
        shelf.ask(new Shelf.Add(List.of("a")));
        shelf.ask(new Shelf.Clear());
        assertThrows(ActorFailed.class, () -> shelf.ask(new Shelf.Meddle(change)));
        assertEquals(new Shelf().initialState(), shelf.ask(new Shelf.Look()));
      }
    });
  }

  @Test
  void a_state_that_was_made_of_events_or_of_a_snapshot_cannot_be_changed_either() {
    eachPolicy(type -> {
      Content before;
      try (ActorSystem system = open(false)) {
        before = system.entity(type, "1").ask(new Shelf.Add(List.of("a", "b")));
      }
      try (ActorSystem system = open(false)) {
        ActorRef<Shelf.Order<?>> shelf = system.entity(type, "1");
        for (Consumer<Content> change : CHANGES) {
          assertThrows(ActorFailed.class, () -> shelf.ask(new Shelf.Meddle(change)));
          assertEquals(before, shelf.ask(new Shelf.Look()));
          assertThrows(UnsupportedOperationException.class, () -> change.accept(system.stateAt(type, "1", 1)));
        }
      }
    });
  }

  @Test
  void a_list_that_its_sender_goes_on_to_use_is_not_in_the_state() {
    eachPolicy(type -> {
      List<String> used = new ArrayList<>(List.of("a"));
      Content before;
      try (ActorSystem system = open(false)) {
        ActorRef<Shelf.Order<?>> shelf = system.entity(type, "1");
        shelf.ask(new Shelf.Add(used));
        used.add("ghost");
        before = shelf.ask(new Shelf.Look());
        assertEquals(List.of(new Shelf.Box(List.of("a"))), before.row());
      }
      try (ActorSystem system = open(false)) {
        assertEquals(before, system.entity(type, "1").ask(new Shelf.Look()));
      }
    });
  }

  @Test
  void an_array_that_its_sender_goes_on_to_use_is_not_in_the_state() {
    ActorType<Film.Order<?>, Film.Exposed, Film.Roll> type = Film.type(Persistence.full());
    byte[] used = { 'a' };
    try (ActorSystem system = open(false)) {
      system.entity(type, "1").ask(new Film.Expose(used));
      used[0] = '!';
    }
    try (ActorSystem system = open(false)) {
      assertEquals("a", system.entity(type, "1").ask(new Film.Look()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = { false, true })
  void where_the_state_is_stored_with_each_event_a_changed_array_rejects_the_next_event(boolean light) {
    ActorType<Film.Order<?>, Film.Exposed, Film.Roll> type =
        Film.type(light ? Persistence.light() : Persistence.stateOnly());
    try (ActorSystem system = open(false)) {
      ActorRef<Film.Order<?>> film = system.entity(type, "1");
      film.ask(new Film.Expose(new byte[] { 'a' }));
      film.ask(new Film.Scratch());
      PersistRejected rejected =
          assertThrows(PersistRejected.class, () -> film.ask(new Film.Expose(new byte[] { 'b' })));
      assertTrue(rejected.getMessage().contains("somebody has changed the state that its handlers were given"),
          rejected.getMessage());
      assertEquals("a", film.ask(new Film.Look()));
      assertThrows(PersistRejected.class, () -> film.ask(new Film.ScratchAndExpose(new byte[] { 'b' })));
      assertEquals("ab", film.ask(new Film.Expose(new byte[] { 'b' })));
      film.ask(new Film.Scratch());
    }
    try (ActorSystem system = open(false)) {
      assertEquals("ab", system.entity(type, "1").ask(new Film.Look()));
    }
  }

  @Test
  void where_states_are_checked_a_command_that_changes_an_array_fails_and_nothing_of_it_is_stored() {
    for (Persistence policy : POLICIES) {
      provider = FaultyProvider.memory();
      ActorType<Film.Order<?>, Film.Exposed, Film.Roll> type = Film.type(policy);
      try (ActorSystem system = open(true)) {
        ActorRef<Film.Order<?>> film = system.entity(type, "1");
        film.ask(new Film.Expose(new byte[] { 'a' }));
        ActorFailed failed = assertThrows(ActorFailed.class, () -> film.ask(new Film.Scratch()));
        assertTrue(failed.getCause().getMessage().contains("/film/1: somebody has changed the state"),
            failed.getCause().getMessage());
        assertEquals("a", film.ask(new Film.Look()));
        assertThrows(PersistRejected.class, () -> film.ask(new Film.ScratchAndExpose(new byte[] { 'b' })));
        assertEquals("ab", film.ask(new Film.Expose(new byte[] { 'b' })));
      }
      try (ActorSystem system = open(true)) {
        assertEquals("ab", system.entity(type, "1").ask(new Film.Look()));
      }
    }
  }
}
