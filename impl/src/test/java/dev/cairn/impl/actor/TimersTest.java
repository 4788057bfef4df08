package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorContext;
import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.AskTimeout;
import dev.cairn.impl.actor.Puppet.Act;
import dev.cairn.impl.actor.Puppet.Do;
import dev.cairn.impl.actor.Puppet.Handled;
import dev.cairn.impl.actor.Puppet.Say;
import dev.cairn.testkit.ActorTest;
import dev.cairn.testkit.FaultyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Timers and timeouts, in a time that the test moves. */
class TimersTest extends ActorsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Override
  ActorSystem.Builder configured(ActorSystem.Builder builder) {
    return builder.time(time).askTimeout(Duration.ofDays(1));
  }

  private List<String> said(ActorRef<Act<?>> actor) {
    actor.ask(new Handled());
    return diary.stream().filter(word -> !word.equals("started") && !word.equals("stopped")).toList();
  }

  @Test
  void the_context_tells_the_time_of_the_system_to_plain_and_persistent_actors() {
    ActorRef<Act<?>> plain = puppet("x");
    ActorRef<Vault.Act<?>> persistent = system.entity(Vault.type(), "x");
    assertEquals(time.now(), plain.ask(new Do<>(ctx -> ctx.now())));
    time.advance(Duration.ofDays(366));
    assertEquals(Instant.parse("2001-01-01T00:00:00Z"), plain.ask(new Do<>(ctx -> ctx.now())));
    assertEquals(Instant.parse("2001-01-01T00:00:00Z"), persistent.ask(new Vault.Do<>(ctx -> ctx.now())));
  }

  @Test
  void in_a_test_on_a_store_the_time_is_that_of_its_system() {
    ActorTest.in(ActorSystem.builder().backend(FaultyStore.over("memory")).time(time), Vault.type(),
        test -> test.when(new Vault.Do<>(ctx -> ctx.now())).thenReply(time.now()));
  }

  @Test
  void a_context_that_was_kept_tells_no_time() {
    ActorContext kept = puppet("x").ask(new Do<>(ctx -> ctx));
    assertThrows(IllegalStateException.class, kept::now);
  }

  @Test
  void a_timer_ticks_once_or_again_and_again() {
    ActorRef<Act<?>> actor = puppet("x");
    actor.ask(Puppet.tell(ctx -> {
      ctx.timers().once("once", SECOND, new Say("once"));
      ctx.timers().every("every", SECOND.multipliedBy(2), new Say("again"));
    }));
    time.advance(SECOND);
    assertEquals(List.of("once"), said(actor));
    for (int i = 0; i < 3; i++) {
      time.advance(SECOND.multipliedBy(2));
      said(actor);
    }
    assertEquals(List.of("once", "again", "again", "again"), said(actor));
    assertEquals(List.of(false, true),
        actor.ask(new Do<>(ctx -> List.of(ctx.timers().active("once"), ctx.timers().active("every")))));
  }

  @Test
  void a_timer_replaces_the_one_with_its_key_and_is_cancelled_by_it() {
    ActorRef<Act<?>> actor = puppet("x");
    actor.ask(Puppet.tell(ctx -> {
      ctx.timers().once("key", SECOND, new Say("first"));
      ctx.timers().once("key", SECOND, new Say("second"));
      ctx.timers().once("other", SECOND, new Say("third"));
      assertTrue(ctx.timers().cancel("other"));
      assertFalse(ctx.timers().cancel("other"));
    }));
    time.advance(SECOND);
    assertEquals(List.of("second"), said(actor));
  }

  @Test
  void a_tick_that_waits_already_is_not_delivered_once_its_timer_is_cancelled_or_the_instance_is_gone() {
    ActorRef<Act<?>> actor = puppet("x");
    CountDownLatch rang = new CountDownLatch(1);
    CompletableFuture<String> busy = actor.askAsync(Puppet.tell(ctx -> {
      ctx.timers().once("key", SECOND, new Say("cancelled"));
      ctx.timers().every("other", SECOND, new Say("of another instance"));
      diary.add("stopped");
      await(rang);
      ctx.timers().cancel("key");
      throw new IllegalStateException("and a restart");
    }));
    until(() -> diary.contains("stopped"));
    time.advance(SECOND);
    rang.countDown();
    assertThrows(CompletionException.class, busy::join);
    time.advance(SECOND);
    assertEquals(List.of(), said(actor));
  }

  @Test
  void ticks_that_were_missed_come_as_one() {
    ActorRef<Act<?>> actor = puppet("x");
    CountDownLatch rang = new CountDownLatch(1);
    CompletableFuture<String> busy = actor.askAsync(Puppet.tell(ctx -> {
      ctx.timers().every("key", SECOND, new Say("tick"));
      diary.add("started");
      await(rang);
    }));
    until(() -> diary.size() == 2);
    time.advance(SECOND.multipliedBy(10));
    rang.countDown();
    busy.join();
    assertEquals(List.of("tick"), said(actor));
  }

  @Test
  void a_receive_timeout_comes_when_nothing_else_does() {
    ActorRef<Act<?>> actor = puppet("x");
    actor.ask(Puppet.tell(ctx -> ctx.receiveTimeout(SECOND.multipliedBy(2), new Say("silence"))));
    time.advance(SECOND);
    assertEquals(List.of(), said(actor));
    time.advance(SECOND);
    assertEquals(List.of(), said(actor));
    time.advance(SECOND.multipliedBy(2));
    assertEquals(List.of("silence"), said(actor));
    actor.ask(Puppet.tell(ctx -> ctx.cancelReceiveTimeout()));
    time.advance(SECOND.multipliedBy(10));
    assertEquals(List.of("silence"), said(actor));
  }

  @Test
  void an_ask_ends_by_the_systems_time() {
    ActorRef<Act<?>> actor = puppet("x").within(SECOND);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<String> async = actor.askAsync(Puppet.tell(ctx -> await(go)));
    assertFalse(async.isDone());
    Thread asker = Thread.ofPlatform().start(() -> {
      try {
        actor.ask(new Handled());
      } catch (AskTimeout e) {
        diary.add("timeout");
      }
    });
    until(() -> asker.getState() == Thread.State.TIMED_WAITING);
    time.advance(SECOND);
    assertThrows(CompletionException.class, async::join);
    join(asker);
    assertTrue(diary.contains("timeout"));
    go.countDown();
  }

  @Test
  void times_that_make_no_sense_are_refused() {
    ActorRef<Act<?>> actor = puppet("x");
    for (Do<String> bad : List.of(
        Puppet.tell(ctx -> ctx.timers().once("k", SECOND.negated(), new Say("x"))),
        Puppet.tell(ctx -> ctx.timers().every("k", Duration.ZERO, new Say("x"))),
        Puppet.tell(ctx -> ctx.receiveTimeout(Duration.ZERO, new Say("x"))))) {
      assertEquals(IllegalArgumentException.class,
          assertThrows(ActorFailed.class, () -> actor.ask(bad)).getCause().getClass());
    }
    assertThrows(IllegalArgumentException.class, () -> actor.within(Duration.ZERO));
  }
}
