package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import dev.cairn.api.TypeRefused;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An event that cannot be stored is rejected with the reason; the sequence stays, and the actor goes on. */
class UnstorableEventTest {
  @TempDir
  Path data;

  private ActorSystem system;
  private ActorRef<Note> notes;

  record Note(List<?> events) implements Command<Note, Long> {}

  record Count(long events) {}

  sealed interface Event {}

  record Happened() implements Event {}

  record Tree(List<Tree> branches) implements Event {}

  record Chain(Chain next) implements Event {}

  record Text(String text, Optional<String> more, List<String> lines) implements Event {}

  record Bytes(byte[] bytes) implements Event {}

  record Stranger() {}

  record Lambda(Supplier<String> text) {}

  private static final ActorType<Note, Event, Count> TYPE =
      ActorType.of(MethodHandles.lookup(), "notes", Event.class, Count.class, Notes::new);

  @BeforeEach
  void open() {
    system = ActorSystem.builder().data(data).backend("sqlite").open();
    notes = system.entity(TYPE, "1");
    assertEquals(1, notes.ask(new Note(List.of(new Happened()))));
  }

  @AfterEach
  void theSequenceStaysAndTheActorGoesOn() {
    assertEquals(2, notes.ask(new Note(List.of(new Happened()))));
    system.close();
    system = ActorSystem.builder().data(data).backend("sqlite").open();
    assertEquals(3, system.entity(TYPE, "1").ask(new Note(List.of(new Happened()))), "after a recovery");
    system.close();
  }

  @Test
  void an_event_of_another_class() {
    rejected(new Stranger(), "Stranger is none of the events");
  }

  @Test
  @SuppressWarnings({ "unchecked", "rawtypes" }) // past the compiler
  void another_class_inside_of_an_event() {
    rejected(new Tree((List) List.of(new Stranger())), "Tree");
    rejected(new Text("", Optional.empty(), (List) List.of(1)), "Text");
  }

  @Test
  void an_event_that_holds_a_lambda() {
    rejected(new Lambda(() -> "x"), "Lambda is none of the events");
  }

  @Test
  void a_type_whose_events_hold_a_lambda_is_refused_before_any_event() {
    ActorType<Note, Lambda, Count> type = ActorType.of(MethodHandles.lookup(), "lambdas", Lambda.class, Count.class,
        () -> {
          throw new IllegalStateException("No actor is made here.");
        });
    TypeRefused refused = assertThrows(TypeRefused.class, () -> system.entity(type, "1").ask(new Note(List.of())));
    assertTrue(refused.getMessage().contains("'text' of Lambda is a Supplier, which is behaviour"),
        refused.getMessage());
  }

  @Test
  void an_event_that_contains_itself() {
    List<Tree> branches = new ArrayList<>();
    Tree tree = new Tree(branches);
    branches.add(tree);
    rejected(tree, "in Tree.branches, its records are nested deeper than 64, or it contains itself");
  }

  @ParameterizedTest
  @ValueSource(ints = { 65, 100_000 })
  void an_event_that_is_too_deep(int levels) {
    Chain chain = null;
    for (int i = 0; i < levels; i++) {
      chain = new Chain(chain);
    }
    rejected(chain, "in Chain.next, its records are nested deeper than 64");
  }

  @Test
  void an_event_that_is_too_large() {
    rejected(new Bytes(new byte[1 << 20]), "its record is larger than 1048576 bytes");
    rejected(new Text("x".repeat(1 << 20), Optional.empty(), List.of()), "in Text.text, its record is larger");
  }

  @Test
  void null_where_nothing_can_stand_for_it() {
    rejected((Object) null, "no event was given");
    rejected(new Text(null, null, null), "in Text.more, an Optional is null");
    rejected(new Text(null, Optional.empty(), Arrays.asList("a", null)),
        "in Text.lines, it holds a collection with null");
  }

  @Test
  void half_of_a_surrogate_pair() {
    rejected(new Text("\ud800", Optional.empty(), List.of()), "in Text.text, it holds a text with half");
  }

  @Test
  void good_events_beside_a_bad_one() {
    rejected(Arrays.asList(new Happened(), new Bytes(new byte[1 << 20]), new Happened()), "larger than 1048576");
  }

  private void rejected(Object event, String reason) {
    rejected(Arrays.asList(event), reason);
  }

  private void rejected(List<?> events, String reason) {
    PersistRejected rejection = assertThrows(PersistRejected.class, () -> notes.ask(new Note(events)));
    assertTrue(rejection.getMessage().contains("notes/1"), rejection.getMessage());
    assertTrue(rejection.getMessage().contains(reason), rejection.getMessage());
  }

  private static final class Notes implements PersistentActor<Note, Event, Count> {

    @Override
    public Count initialState() {
      return new Count(0);
    }

    @Override
    public Count apply(Count state, Event event) {
      return new Count(state.events() + 1);
    }

    @Override
    @SuppressWarnings("unchecked") // past the compiler
    public Reply handle(Note note, PersistentContext<Event, Count> ctx) {
      long events = ctx.persistAll((List<Event>) note.events()).events();
      return note.reply(events == ctx.sequence() ? events : -1);
    }
  }
}
