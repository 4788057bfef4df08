package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnListener;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.Supervision;
import dev.cairn.api.Terminated;
import dev.cairn.api.Terminated.Cause;
import dev.cairn.impl.actor.Puppet.Act;
import dev.cairn.impl.actor.Puppet.Do;
import dev.cairn.impl.actor.Puppet.Handled;
import dev.cairn.impl.actor.Puppet.Say;
import dev.cairn.testkit.Call;
import dev.cairn.testkit.FaultyStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What follows when a handler throws. */
class SupervisionTest extends ActorsTest {
  private final List<CairnListener.Restarted> restarts = new CopyOnWriteArrayList<>();
  private final List<Terminated> ends = new CopyOnWriteArrayList<>();

  @Override
  ActorSystem.Builder configured(ActorSystem.Builder builder) {
    return builder.time(time).listener(new CairnListener() {
      @Override
      public void restarted(Restarted event) {
        restarts.add(event);
      }

      @Override
      public void terminated(Terminated event) {
        ends.add(event);
      }
    });
  }

  private ActorRef<Act<?>> puppet(Supervision supervision) {
    return system.spawn(Puppet.type(diary).with(supervision), "x");
  }

  @Test
  void by_default_a_fresh_instance_goes_on() {
    ActorRef<Act<?>> actor = puppet("x");
    actor.ask(new Say("one"));
    assertThrows(ActorFailed.class, () -> actor.ask(Puppet.fail("now")));
    assertEquals(0, actor.ask(new Handled()));
    assertEquals(List.of("started", "one", "stopped", "started"), diary);
    assertEquals(1, system.statistics().restarts());
    assertEquals("/puppet/x", restarts.get(0).path());
  }

  @Test
  void a_persistent_actor_goes_on_with_its_last_committed_state_and_reads_nothing_from_the_store() {
    FaultyStore store = FaultyStore.over("memory");
    try (ActorSystem own = ActorSystem.builder().data(Path.of("other")).backend(store).open()) {
      ActorRef<Vault.Act<?>> vault = own.spawn(Vault.type(diary), "1");
      vault.ask(new Vault.Add(3));
      long reads = store.calls(Call.READ) + store.calls(Call.CLAIM);
      for (int i = 0; i < 20; i++) {
        assertThrows(ActorFailed.class, () -> vault.ask(Vault.fail(1, "after the event")));
      }
      assertEquals(0, vault.ask(new Vault.Handled()), "a fresh instance");
      assertEquals(24, vault.ask(new Vault.Add(1)));
      assertEquals(reads, store.calls(Call.READ) + store.calls(Call.CLAIM));
    }
  }

  @Test
  void resume_keeps_the_instance() {
    ActorRef<Act<?>> actor = puppet(Supervision.resume());
    assertThrows(ActorFailed.class, () -> actor.ask(Puppet.fail("now")));
    assertEquals(1, actor.ask(new Handled()));
    assertEquals(List.of("started"), diary);
  }

  @Test
  void stop_ends_the_actor_and_tells_why() {
    ActorRef<Act<?>> actor = puppet(Supervision.stop());
    assertThrows(ActorFailed.class, () -> actor.ask(Puppet.fail("now")));
    until(() -> !ends.isEmpty());
    assertThrows(ActorStopped.class, () -> actor.ask(new Handled()));
    Cause.AfterFailure cause = assertInstanceOf(Cause.AfterFailure.class, ends.get(0).cause());
    assertEquals("now", cause.failure().getMessage());
  }

  @Test
  void escalate_fails_the_parent_too() {
    ActorRef<Act<?>> parent = puppet("x");
    ActorRef<Act<?>> child =
        parent.ask(new Do<>(ctx -> ctx.spawn(Puppet.type(diary).with(Supervision.escalate()), "c")));
    assertThrows(ActorFailed.class, () -> child.ask(Puppet.fail("now")));
    until(() -> restarts.size() == 1);
    assertEquals("/puppet/x", restarts.get(0).path());
    assertEquals(0, parent.ask(new Handled()));
    assertThrows(ActorStopped.class, () -> child.ask(new Handled()));
  }

  @Test
  void beyond_its_limit_an_actor_pauses_longer_and_longer_and_is_stopped_in_the_end() {
    ActorRef<Act<?>> actor = puppet(Supervision.restart().limit(2, Duration.ofMinutes(1))
        .backoff(Duration.ofSeconds(1), Duration.ofSeconds(3), 0).thenStopAfter(3));
    List<Long> pauses = List.of(0L, 0L, 1000L, 2000L, 3000L);
    for (int i = 0; i < pauses.size(); i++) {
      int failures = i + 1;
      assertThrows(ActorFailed.class, () -> actor.ask(Puppet.fail("again")));
      until(() -> restarts.size() == failures);
      time.advance(Duration.ofMillis(pauses.get(i)));
    }
    assertThrows(ActorFailed.class, () -> actor.ask(Puppet.fail("for the last time")));
    until(() -> !ends.isEmpty());
    assertEquals(pauses, restarts.stream().map(each -> each.pause().toMillis()).toList());
    assertThrows(ActorStopped.class, () -> actor.ask(new Handled()));
  }

  @Test
  void commands_wait_while_an_actor_pauses() {
    ActorRef<Act<?>> actor = puppet(Supervision.restart().limit(0, Duration.ofMinutes(1)));
    assertThrows(ActorFailed.class, () -> actor.ask(Puppet.fail("now")));
    CompletableFuture<String> waiting = actor.askAsync(new Say("after the pause"));
    until(() -> restarts.size() == 1);
    assertFalse(waiting.isDone());
    time.advance(Duration.ofSeconds(2));
    assertEquals("after the pause", waiting.join());
  }

  @Test
  void a_stop_does_not_wait_for_the_end_of_a_pause() {
    ActorRef<Act<?>> actor = puppet(Supervision.restart().limit(0, Duration.ofMinutes(1)));
    assertThrows(ActorFailed.class, () -> actor.ask(Puppet.fail("now")));
    system.stop(actor);
    assertThrows(ActorStopped.class, () -> actor.ask(new Handled()));
    puppet("x").ask(new Handled());
  }

  @Test
  void an_actor_that_cannot_start_again_tries_after_a_pause_and_then_stops() {
    int[] starts = { 0 };
    ActorRef<Act<?>> actor = system.spawn(Puppet.type(diary, ctx -> {
      if (starts[0]++ > 0) {
        throw new IllegalStateException("not again");
      }
    }, ctx -> {
    }).with(Supervision.restart().thenStopAfter(2).limit(3, Duration.ofMinutes(1))), "x");
    actor.tell(Puppet.fail("now"));
    until(() -> {
      time.advance(time.planned() > 0 ? Duration.ofSeconds(1) : Duration.ZERO);
      return !ends.isEmpty();
    });
    assertEquals(6, starts[0], "the first one, three at once or nearly, two after a pause");
    assertThrows(ActorStopped.class, () -> actor.ask(new Handled()));
  }

  @Test
  void a_rejected_event_is_told_as_it_is_and_does_not_count_as_a_failure() {
    ActorType<Vault.Act<?>, Vault.Put, Vault.Sum> strict =
        Vault.type(diary).with(Supervision.restart().limit(0, Duration.ofMinutes(1)).thenStopAfter(0));
    ActorRef<Vault.Act<?>> vault = system.entity(strict, "1");
    for (int i = 0; i < 3; i++) {
      assertThrows(PersistRejected.class, () -> vault.ask(new Vault.Add(-1)));
    }
    assertEquals(2, vault.ask(new Vault.Add(2)));
    assertTrue(ends.isEmpty());
  }

  @Test
  void a_persistent_actor_that_was_stopped_recovers_with_the_next_command() {
    ActorType<Vault.Act<?>, Vault.Put, Vault.Sum> brittle = Vault.type(diary).with(Supervision.stop());
    ActorRef<Vault.Act<?>> vault = system.entity(brittle, "1");
    assertThrows(ActorFailed.class, () -> vault.ask(Vault.fail(5, "after the event")));
    until(() -> !ends.isEmpty());
    assertEquals(6, vault.ask(new Vault.Add(1)));
    assertEquals(List.of("1 started at 0", "1 stopped at 5", "1 started at 5"), diary);
  }
}
