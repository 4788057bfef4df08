package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorRef;
import dev.cairn.api.AskCycle;
import dev.cairn.api.Supervision;
import dev.cairn.impl.actor.Puppet.Act;
import dev.cairn.impl.actor.Puppet.Do;
import dev.cairn.impl.actor.Puppet.Say;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Asks that would wait for themselves. */
class AskCycleTest extends ActorsTest {
  @Test
  void an_ask_to_oneself_fails_at_once() {
    ActorRef<Act<?>> actor = puppet("x");
    Throwable cause = assertThrows(ActorFailed.class,
        () -> actor.ask(new Do<>(ctx -> ctx.self(Puppet.type()).ask(new Say("me?"))))).getCause();
    assertInstanceOf(AskCycle.class, cause);
    assertTrue(cause.getMessage().contains("/puppet/x"), cause.getMessage());
    assertTrue(!diary.contains("me?"));
  }

  @Test
  void an_ask_that_closes_a_circle_fails_at_once_and_the_others_go_on() {
    ActorRef<Act<?>> a = puppet("a");
    ActorRef<Act<?>> b = puppet("b");
    ActorRef<Act<?>> c = puppet("c");
    String answer = a.ask(new Do<>(one -> b.ask(new Do<>(two -> c.ask(new Do<>(three -> {
      AskCycle circle = assertThrows(AskCycle.class, () -> a.ask(new Say("round")));
      assertTrue(circle.getMessage().contains("/puppet/a waits for /puppet/b waits for /puppet/c"),
          circle.getMessage());
      return "found";
    }))))));
    assertEquals("found", answer);
  }

  @Test
  void two_that_ask_each_other_at_the_same_time_both_go_on() {
    ActorRef<Act<?>> a = system.spawn(Puppet.type(diary).with(Supervision.resume()), "a");
    ActorRef<Act<?>> b = system.spawn(Puppet.type(diary).with(Supervision.resume()), "b");
    for (int round = 0; round < 200; round++) {
      CountDownLatch both = new CountDownLatch(2);
      CompletableFuture<String> first = a.askAsync(new Do<>(ctx -> meet(both, b)));
      CompletableFuture<String> second = b.askAsync(new Do<>(ctx -> meet(both, a)));
      int failed = failures(first) + failures(second);
      assertTrue(failed >= 1, "one of them had to give way");
    }
  }

  private static String meet(CountDownLatch both, ActorRef<Act<?>> other) {
    both.countDown();
    await(both);
    return other.ask(new Say("hello"));
  }

  private static int failures(CompletableFuture<String> answer) {
    try {
      answer.join();
      return 0;
    } catch (CompletionException e) {
      assertInstanceOf(AskCycle.class, e.getCause().getCause());
      return 1;
    }
  }

  @Test
  void a_child_that_asks_its_parent_while_it_starts_fails_at_once() {
    ActorRef<Act<?>> parent = puppet("p");
    Throwable cause = assertThrows(ActorFailed.class, () -> parent.ask(Puppet.tell(
        ctx -> ctx.spawn(Puppet.type(diary, child -> parent.ask(new Say("wait for me")), child -> {
        }), "c")))).getCause();
    assertInstanceOf(AskCycle.class, cause.getCause(), String.valueOf(cause));
  }

  @Test
  void a_persistent_actor_finds_its_circles_too() {
    ActorRef<Vault.Act<?>> vault = system.entity(Vault.type(), "1");
    assertInstanceOf(AskCycle.class, assertThrows(ActorFailed.class,
        () -> vault.ask(new Vault.Do<>(ctx -> vault.ask(new Vault.Add(1))))).getCause());
  }
}
