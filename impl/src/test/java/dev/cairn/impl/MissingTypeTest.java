package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import dev.cairn.api.TypeRefused;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A record class that is gone is missed when its actor type is first used, whoever is asked, and nothing is written.
 */
class MissingTypeTest {
  @TempDir
  Path data;

  record Note(Object event) implements Command<Note, Long> {}

  record Count(long events) {}

  enum Level {
    LOW, HIGH
  }

  static class Before {
    sealed interface Event {}

    record Raised(Level level) implements Event {}

    record Lowered(long by) implements Event {}
  }

  static class WithoutARecord {
    sealed interface Event {}

    record Raised(Level level) implements Event {}
  }

  static class WithAnotherName {
    sealed interface Event {}

    record Raised(Level level) implements Event {}

    record Dropped(long by) implements Event {}
  }

  static class WithoutAConstant {
    enum Level {
      LOW, MIDDLE
    }

    sealed interface Event {}

    record Raised(Level level) implements Event {}

    record Lowered(long by) implements Event {}
  }

  @Test
  void a_record_that_is_gone_is_named_at_the_first_use() throws Exception {
    refused(WithoutARecord.Event.class, new WithoutARecord.Raised(Level.LOW), "Lowered");
  }

  @Test
  void a_record_with_another_name_is_named_at_the_first_use() throws Exception {
    refused(WithAnotherName.Event.class, new WithAnotherName.Dropped(1), "Lowered");
  }

  @Test
  void a_constant_that_is_gone_is_named_at_the_first_use() throws Exception {
    refused(WithoutAConstant.Event.class, new WithoutAConstant.Lowered(1), "HIGH");
  }

  private <E> void refused(Class<E> events, E event, String named) throws Exception {
    ActorType<Note, Before.Event, Count> stored = type(Before.Event.class);
    ActorType<Note, E, Count> changed = type(events);
    try (ActorSystem system = open()) {
      system.entity(stored, "1").ask(new Note(new Before.Raised(Level.HIGH)));
      system.entity(stored, "1").ask(new Note(new Before.Lowered(1)));
    }
    byte[] before = Files.readAllBytes(data.resolve("cairn.sqlite"));
    try (ActorSystem system = open()) {
      for (String id : new String[] { "1", "2" }) {
        TypeRefused refused =
            assertThrows(TypeRefused.class, () -> system.entity(changed, id).ask(new Note(event)));
        assertTrue(refused.getMessage().contains(named), refused.getMessage());
        assertTrue(refused.getMessage().contains("Nothing was written"), refused.getMessage());
      }
    }
    assertEquals(before.length, Files.readAllBytes(data.resolve("cairn.sqlite")).length);
    try (ActorSystem system = open()) {
      assertEquals(3, system.entity(stored, "1").ask(new Note(new Before.Lowered(1))));
    }
  }

  private ActorSystem open() {
    return ActorSystem.builder().data(data).backend("sqlite").open();
  }

  private static <E> ActorType<Note, E, Count> type(Class<E> events) {
    return ActorType.of(MethodHandles.lookup(), "notes", events, Count.class, () -> new Notes<>(events));
  }

  private record Notes<E>(Class<E> events) implements PersistentActor<Note, E, Count> {

    @Override
    public Count initialState() {
      return new Count(0);
    }

    @Override
    public Count apply(Count state, E event) {
      return new Count(state.events() + 1);
    }

    @Override
    public Reply handle(Note note, PersistentContext<E, Count> ctx) {
      return note.reply(ctx.persist(events.cast(note.event())).events());
    }
  }
}
