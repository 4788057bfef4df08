package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.Deferred;
import dev.cairn.api.Mailbox;
import dev.cairn.api.MailboxFull;
import dev.cairn.api.Refused;
import dev.cairn.impl.actor.Puppet.Act;
import dev.cairn.impl.actor.Puppet.Do;
import dev.cairn.impl.actor.Puppet.Handled;
import dev.cairn.impl.actor.Puppet.Return;
import dev.cairn.impl.actor.Puppet.Say;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Answers that come later, commands that are put aside, and results that come back. */
class AnswersTest extends ActorsTest {
  private final List<Deferred<String>> owed = new CopyOnWriteArrayList<>();

  private Return defer() {
    return new Return((command, ctx) -> {
      Deferred<String> later = ctx.later(command);
      owed.add(later);
      return later;
    });
  }

  private static Return stash() {
    return new Return((command, ctx) -> ctx.stash(command));
  }

  @Test
  void an_answer_may_come_later_and_from_any_thread_and_the_first_one_counts() {
    ActorRef<Act<?>> actor = puppet("x");
    CompletableFuture<String> answer = actor.askAsync(defer());
    actor.ask(new Handled());
    assertFalse(answer.isDone());
    assertTrue(owed.get(0).reply("at last"));
    assertFalse(owed.get(0).reply("again"));
    assertFalse(owed.get(0).refuse("no"));
    assertEquals("at last", answer.join());
    CompletableFuture<String> refused = actor.askAsync(defer());
    CompletableFuture<String> failed = actor.askAsync(defer());
    actor.ask(new Handled());
    owed.get(1).refuse("never");
    owed.get(2).fail(new IllegalStateException("broken"));
    assertInstanceOf(Refused.class, assertThrows(CompletionException.class, refused::join).getCause());
    assertInstanceOf(ActorFailed.class, assertThrows(CompletionException.class, failed::join).getCause());
    assertEquals(5, actor.ask(new Handled()), "no restart");
  }

  @Test
  void an_answer_that_is_owed_fails_when_the_instance_goes() {
    ActorRef<Act<?>> actor = puppet("x");
    CompletableFuture<String> answer = actor.askAsync(defer());
    actor.tell(Puppet.fail("now"));
    assertInstanceOf(ActorFailed.class, assertThrows(CompletionException.class, answer::join).getCause());
    CompletableFuture<String> second = actor.askAsync(defer());
    actor.ask(new Handled());
    system.stop(actor);
    assertInstanceOf(ActorStopped.class, assertThrows(CompletionException.class, second::join).getCause());
  }

  @Test
  void only_the_command_at_hand_can_be_answered_later_or_put_aside() {
    ActorRef<Act<?>> actor = puppet("x");
    Say another = new Say("another");
    for (Do<String> wrong : List.of(Puppet.tell(ctx -> ctx.later(another)), Puppet.tell(ctx -> ctx.stash(another)))) {
      assertInstanceOf(IllegalArgumentException.class,
          assertThrows(ActorFailed.class, () -> actor.ask(wrong)).getCause());
    }
    CompletableFuture<String> first = actor.askAsync(defer());
    actor.ask(new Handled());
    assertInstanceOf(IllegalStateException.class, assertThrows(ActorFailed.class,
        () -> actor.ask(new Return((command, ctx) -> owed.get(0)))).getCause(), "the answer of another command");
    assertThrows(CompletionException.class, first::join);
  }

  @Test
  void the_message_about_a_wrong_answer_shows_no_answer() {
    ActorRef<Act<?>> actor = puppet("x");
    String message = assertThrows(ActorFailed.class,
        () -> actor.ask(new Return((command, ctx) -> new Say("secret").reply("secret")))).getCause().getMessage();
    assertFalse(message.contains("secret"), message);
  }

  @Test
  void what_was_put_aside_comes_back_in_order_and_first() {
    ActorRef<Act<?>> actor = puppet("x");
    boolean[] open = { false };
    List<CompletableFuture<String>> waiting = List.of("1", "2", "3").stream()
        .map(word -> actor.askAsync(new Return((command, ctx) -> {
          if (!open[0]) {
            return ctx.stash(command);
          }
          diary.add(word);
          return command.reply(word);
        }))).toList();
    actor.ask(new Handled());
    assertTrue(waiting.stream().noneMatch(CompletableFuture::isDone));
    CompletableFuture<String> unstash = actor.askAsync(Puppet.tell(ctx -> {
      open[0] = true;
      ctx.self(Puppet.type()).tell(new Say("sent before"));
      ctx.unstashAll();
    }));
    unstash.join();
    until(() -> diary.contains("sent before"));
    assertEquals(List.of("started", "1", "2", "3", "sent before"), diary);
    assertEquals(List.of("1", "2", "3"), waiting.stream().map(CompletableFuture::join).toList());
  }

  @Test
  void the_stash_is_bounded_and_survives_a_restart() {
    ActorRef<Act<?>> actor = system.spawn(Puppet.type(diary).with(Mailbox.of(2)), "x");
    boolean[] open = { false };
    Return patient = new Return((command, ctx) -> open[0] ? command.reply("handled") : ctx.stash(command));
    CompletableFuture<String> first = actor.askAsync(patient);
    actor.ask(new Handled());
    CompletableFuture<String> second = actor.askAsync(patient);
    actor.ask(new Handled());
    assertThrows(MailboxFull.class, () -> actor.ask(patient));
    actor.tell(Puppet.tell(ctx -> {
      open[0] = true;
      throw new IllegalStateException("restart");
    }));
    assertEquals("handled", first.join());
    assertEquals("handled", second.join());
    CompletableFuture<String> stopped = actor.askAsync(stash());
    actor.ask(new Handled());
    system.stop(actor);
    assertInstanceOf(ActorStopped.class, assertThrows(CompletionException.class, stopped::join).getCause());
  }

  @Test
  void the_result_of_a_stage_comes_back_as_a_command() {
    ActorRef<Act<?>> actor = puppet("x");
    CompletableFuture<String> good = new CompletableFuture<>();
    CompletableFuture<String> bad = new CompletableFuture<>();
    actor.ask(Puppet.tell(ctx -> {
      ctx.pipeToSelf(good, (value, failure) -> new Say(value + " " + failure));
      ctx.pipeToSelf(bad, (value, failure) -> new Say(value + " " + failure.getMessage()));
    }));
    actor.tell(Puppet.fail("a restart between them"));
    good.complete("good");
    bad.completeExceptionally(new IllegalStateException("bad"));
    until(() -> diary.contains("null bad"));
    assertTrue(diary.contains("good null"));
    CompletableFuture<String> late = new CompletableFuture<>();
    actor.ask(Puppet.tell(ctx -> ctx.pipeToSelf(late, (value, failure) -> new Say("never"))));
    system.stop(actor);
    late.complete("nobody there");
    assertEquals(1, system.statistics().deadLetters());
  }

  @Test
  void the_refusal_of_a_tell_is_counted() {
    ActorRef<Act<?>> actor = puppet("x");
    actor.tell(new Return((command, ctx) -> command.refuse("no")));
    actor.ask(new Handled());
    assertEquals(1, system.statistics().refusedTells());
  }

  @Test
  void an_answer_may_be_null() {
    ActorRef<Act<?>> actor = puppet("x");
    assertNull(actor.ask(new Do<String>(ctx -> null)));
  }
}
