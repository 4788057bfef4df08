package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnListener;
import dev.cairn.api.CairnListener.Passivated.Reason;
import dev.cairn.api.Terminated;
import dev.cairn.impl.actor.Vault.Act;
import dev.cairn.impl.actor.Vault.Add;
import dev.cairn.impl.actor.Vault.Do;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Actors that are put to rest, and those that cannot be. */
class PassivationTest extends ActorsTest {
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final ActorType<Act<?>, Vault.Put, Vault.Sum> type = Vault.type(diary);
  private final List<CairnListener.Passivated> rested = new CopyOnWriteArrayList<>();
  private final List<Terminated> ends = new CopyOnWriteArrayList<>();

  @Override
  ActorSystem.Builder configured(ActorSystem.Builder builder) {
    return builder.time(time).idleAfter(IDLE).maxActive(3).askTimeout(Duration.ofDays(1)).listener(new CairnListener() {
      @Override
      public void passivated(Passivated event) {
        rested.add(event);
      }

      @Override
      public void terminated(Terminated event) {
        ends.add(event);
      }
    });
  }

  private ActorRef<Act<?>> vault(String id) {
    return system.entity(type, id);
  }

  @Test
  void an_idle_actor_rests_and_its_ref_brings_it_back() {
    ActorRef<Act<?>> vault = vault("1");
    vault.ask(new Add(5));
    time.advance(IDLE);
    until(() -> system.statistics().active() == 0);
    assertEquals(List.of(new CairnListener.Passivated("/vault/1", Reason.IDLE)), rested);
    assertEquals(List.of("1 started at 0", "1 stopped at 5"), diary);
    assertEquals(6, vault.ask(new Add(1)));
    assertEquals("1 started at 5", diary.get(2));
    assertTrue(ends.isEmpty(), "rest is no end");
  }

  @Test
  void an_actor_that_was_used_meanwhile_stays() {
    ActorRef<Act<?>> vault = vault("1");
    vault.ask(new Add(1));
    for (int i = 0; i < 10; i++) {
      time.advance(IDLE.dividedBy(2));
      vault.ask(new Add(1));
    }
    assertEquals(List.of("1 started at 0"), diary);
  }

  @Test
  void a_type_may_have_its_own_idle_time() {
    ActorRef<Act<?>> vault = system.entity(type.idleAfter(IDLE.multipliedBy(10)), "1");
    vault.ask(new Add(1));
    time.advance(IDLE.multipliedBy(9));
    assertEquals(2, vault.ask(new Add(1)));
    assertEquals(List.of("1 started at 0"), diary);
    time.advance(IDLE.multipliedBy(12));
    until(() -> system.statistics().active() == 0);
  }

  @Test
  void an_actor_with_something_that_is_alive_stays() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    List<Consumer<dev.cairn.api.ActorContext>> reasons = List.of(
        ctx -> ctx.timers().once("timer", Duration.ofDays(2), new Add(1)),
        ctx -> ctx.receiveTimeout(Duration.ofDays(2), new Add(1)),
        ctx -> ctx.spawn(Puppet.type(), "child"),
        ctx -> ctx.watch(vault("other"), gone -> new Add(1)),
        ctx -> ctx.pipeToSelf(stage, (value, failure) -> new Add(1)),
        ctx -> ctx.subscribe(String.class, word -> new Add(1)));
    for (int i = 0; i < reasons.size(); i++) {
      Consumer<dev.cairn.api.ActorContext> reason = reasons.get(i);
      vault("kept-" + i).ask(new Do<>(ctx -> {
        reason.accept(ctx);
        return 0L;
      }));
    }
    ActorRef<Act<?>> spawned = system.spawn(type, "spawned");
    spawned.ask(new Add(1));
    vault("idle").ask(new Add(1));
    time.advance(IDLE.multipliedBy(3));
    until(() -> diary.contains("idle stopped at 1"));
    assertEquals(1, diary.stream().filter(word -> word.contains("stopped")).count(), diary.toString());
    vault("kept-0").ask(new Do<>(ctx -> ctx.timers().cancel("timer")));
    time.advance(IDLE.multipliedBy(3));
    until(() -> diary.contains("kept-0 stopped at 0"));
  }

  @Test
  void an_actor_that_is_watched_or_owes_an_answer_stays() {
    ActorRef<Puppet.Act<?>> watcher = system.spawn(Puppet.type(), "w");
    vault("watched").ask(new Add(1));
    watcher.ask(Puppet.tell(ctx -> ctx.watch(vault("watched"), gone -> new Puppet.Say("gone"))));
    vault("idle").ask(new Add(1));
    time.advance(IDLE.multipliedBy(3));
    until(() -> diary.contains("idle stopped at 1"));
    assertTrue(!diary.contains("watched stopped at 1"));
    system.stop(vault("watched"));
    assertTrue(diary.contains("watched stopped at 1"));
  }

  @Test
  void beyond_the_bound_those_that_were_not_used_rest_first() {
    for (int i = 0; i < 200; i++) {
      vault("hot").ask(new Add(1));
      vault("cold-" + i).ask(new Add(1));
    }
    until(() -> system.statistics().active() <= 4);
    assertEquals(1, diary.stream().filter(word -> word.startsWith("hot started")).count(), "the hot one stayed");
    until(() -> rested.size() >= 196);
    assertTrue(rested.stream().allMatch(each -> each.reason() == Reason.TOO_MANY_ACTIVE));
    for (int i = 0; i < 200; i++) {
      assertEquals(2, vault("cold-" + i).ask(new Add(1)));
    }
  }

  @Test
  void commands_that_arrive_while_an_actor_goes_to_rest_wait_for_it() {
    List<Thread> threads = new ArrayList<>();
    CountDownLatch begin = new CountDownLatch(1);
    for (int thread = 0; thread < 4; thread++) {
      threads.add(Thread.ofPlatform().start(() -> {
        await(begin);
        for (int i = 0; i < 500; i++) {
          vault("shared-" + i % 7).ask(new Add(1));
        }
      }));
    }
    begin.countDown();
    threads.forEach(ActorsTest::join);
    long sum = IntStream.range(0, 7).mapToLong(i -> vault("shared-" + i).ask(new Add(0))).sum();
    assertEquals(2000, sum);
    for (int i = 0; i < 7; i++) {
      assertOneAtATime("shared-" + i + " ");
    }
  }

  /** Never a second instance of an identity before the first has stopped. */
  private void assertOneAtATime(String prefix) {
    boolean active = false;
    for (String word : diary.stream().filter(each -> each.startsWith(prefix)).toList()) {
      boolean starts = word.contains("started");
      assertTrue(starts != active, word);
      active = starts;
    }
  }

  @Test
  void actors_at_rest_leave_nothing_behind() {
    for (int i = 0; i < 100; i++) {
      vault("v" + i).ask(new Add(1));
    }
    time.advance(IDLE.multipliedBy(2));
    until(() -> system.statistics().active() == 0);
    until(() -> ((LocalActorSystem) system).registry().entityCells() == 0);
  }
}
