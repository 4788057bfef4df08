package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What errors say of an actor. */
class ErrorWordsTest extends ActorsTest {
  record Write(String text) implements Command<Write, String> {}
  record Written(String text) {}
  record Note(String text) {}

  /** A note that begins with what the test says. */
  record Scribe(@Nullable Note first) implements PersistentActor<Write, Written, Note> {
    @Override
    @SuppressWarnings("NullAway") // on purpose
    public Note initialState() {
      return first;
    }

    @Override
    public Note apply(Note state, Written event) {
      return new Note(event.text());
    }

    @Override
    public Reply handle(Write command, PersistentContext<Written, Note> ctx) {
      return command.reply(ctx.persist(new Written(command.text())).text());
    }
  }

  private ActorRef<Write> scribe(@Nullable Note first, String store) {
    return system.entity(ActorType.of(MethodHandles.lookup(), "scribe", Written.class, Note.class,
        () -> new Scribe(first)).in(store), "a/b");
  }

  @Test
  void an_initial_state_that_is_null_is_told_in_whole_sentences() {
    RecoveryFailed failure =
        assertThrows(RecoveryFailed.class, () -> scribe(null, ActorType.MAIN_STORE).ask(new Write("x")));
    assertEquals("The actor /scribe/a%2Fb cannot be recovered: Its initialState returned null. Nothing was written and "
        + "no command was executed.", failure.getMessage());
  }

  @Test
  void a_persist_names_the_actor_by_its_path_as_every_other_error_does() {
    for (String store : new String[] { ActorType.MAIN_STORE, "other" }) {
      ActorRef<Write> actor = scribe(new Note(""), store);
      PersistRejected failure = assertThrows(PersistRejected.class, () -> actor.ask(new Write("\ud800")));
      assertTrue(failure.getMessage().startsWith("An event of " + actor.path() + " was rejected"),
          failure.getMessage());
    }
  }
}
