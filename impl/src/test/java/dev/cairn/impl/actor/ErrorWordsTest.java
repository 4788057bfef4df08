package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.spi.CommitResult;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
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
  void a_failure_is_told_by_its_message_and_by_no_name_of_a_class() {
    assertEquals("file: it is not there", FailureText.of(new NoSuchFileException("file")));
    assertEquals("file: access is denied", FailureText.of(new AccessDeniedException("file")));
    assertEquals("file: too long", FailureText.of(new FileSystemException("file", null, "too long")));
    assertEquals("it is over", FailureText.of(new IllegalStateException("it is over.")));
    assertEquals("it is over", FailureText.of(new IllegalStateException(new IOException("it is over"))));
    assertEquals("the stack overflowed", FailureText.of(new StackOverflowError()));
    for (Throwable silent : new Throwable[] { new IOException(), new RuntimeException(new IOException()),
        new Error(" "), new NullPointerException(null) }) {
      assertEquals("no reason was given", FailureText.of(silent));
    }
  }

  @Test
  void a_commit_that_is_not_stored_is_told_in_words() {
    for (Outcome outcome : List.of(new Outcome.Answered(new CommitResult.Conflict(7), 1),
        new Outcome.Answered(new CommitResult.Fenced(2), 1), new Outcome.Answered(new CommitResult.TooLarge(9), 1),
        new Outcome.Refused("it is closing."), new Outcome.Absent(new IOException()),
        new Outcome.Unknown(new StoreUnavailable("the disk is gone.", null)))) {
      String words = outcome.words();
      assertFalse(words.matches("(?s).*(\\[|null|Exception|Outcome|\\.\\)?$).*"), words);
    }
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
