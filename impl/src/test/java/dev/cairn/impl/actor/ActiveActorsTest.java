package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActiveActor;
import dev.cairn.api.ActiveActor.Activity;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.PlainType;
import dev.cairn.api.Supervision;
import dev.cairn.impl.actor.Vault.Add;
import dev.cairn.testkit.Call;
import dev.cairn.testkit.FaultyStore;
import dev.cairn.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the list of the actors in memory says of each. */
@Timeout(60)
class ActiveActorsTest extends ActorsTest {
  private static final int CROWD = 100_000;

  private final FaultyStore store = FaultyStore.over("memory");
  private final ActorType<Vault.Act<?>, Vault.Put, Vault.Sum> vaults = Vault.type(diary);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @Override
  ActorSystem.Builder configured(ActorSystem.Builder builder) {
    return builder.backend(store).maxActive(2 * CROWD);
  }

  private ActiveActor seen(String path) {
    return system.actors().stream().filter(each -> each.actor().path().equals(path)).findFirst().orElseThrow();
  }

  private Activity activity(String path) {
    return seen(path).activity();
  }

  private void blocks(ActorRef<Puppet.Act<?>> puppet) {
    CountDownLatch begun = new CountDownLatch(1);
    puppet.tell(Puppet.tell(ctx -> {
      begun.countDown();
      await(goOn);
    }));
    await(begun);
  }

  @Test
  void an_idle_actor_has_no_command_and_no_letters() {
    ActorRef<Puppet.Act<?>> puppet = puppet("1");
    until(() -> activity("/puppet/1") == Activity.IDLE);
    assertEquals(List.of(new ActiveActor(puppet, Activity.IDLE, 0, Optional.empty(), Optional.empty())),
        system.actors());
  }

  @Test
  void a_stuck_actor_is_seen_with_its_command_the_age_of_it_and_what_waits_behind_it() {
    ActorRef<Puppet.Act<?>> puppet = puppet("1");
    blocks(puppet);
    IntStream.range(0, 3).forEach(i -> puppet.tell(new Puppet.Say("word " + i)));
    ActiveActor first = seen("/puppet/1");
    assertEquals(Activity.HANDLING, first.activity());
    assertEquals(3, first.mailbox());
    assertEquals(Optional.of("Do"), first.command());
    Duration age = first.age().orElseThrow();
    until(() -> seen("/puppet/1").age().orElseThrow().compareTo(age) > 0);
    assertFalse(first.toString().contains("word"), first.toString());
    goOn.countDown();
    until(() -> activity("/puppet/1") == Activity.IDLE && seen("/puppet/1").mailbox() == 0);
  }

  @Test
  void children_are_listed_too() {
    puppet("1").ask(Puppet.tell(ctx -> ctx.spawn(Puppet.type(), "a/b").ask(Puppet.tell(own -> {
    }))));
    assertEquals(2, system.actors().size());
    until(() -> activity("/puppet/1/a%2Fb") == Activity.IDLE);
  }

  @Test
  void an_actor_that_waits_for_the_store_is_told_from_one_that_works() {
    ActorRef<Vault.Act<?>> vault = system.entity(vaults, "1");
    vault.ask(new Add(1));
    CompletableFuture<Long> answer;
    try (Gate gate = store.block(Call.COMMIT)) {
      answer = vault.askAsync(new Add(1));
      gate.awaitCall(LONG);
      until(() -> activity("/vault/1") == Activity.PERSISTING);
      assertEquals(Optional.of("Add"), seen("/vault/1").command());
    }
    answer.join();
    until(() -> activity("/vault/1") == Activity.IDLE);
  }

  @Test
  void an_actor_that_recovers_is_listed_before_it_has_a_state() {
    CompletableFuture<Long> answer;
    try (Gate gate = store.block(Call.READ)) {
      answer = system.entity(vaults, "1").askAsync(new Add(1));
      gate.awaitCall(LONG);
      assertEquals(Activity.RECOVERING, activity("/vault/1"));
    }
    answer.join();
  }

  @Test
  void an_actor_that_starts_stops_or_pauses_says_so() {
    CountDownLatch starts = new CountDownLatch(1);
    Supervision late = Supervision.restart().limit(0, LONG).backoff(LONG, LONG, 0);
    Thread spawner = Thread.ofVirtual().start(() -> system.spawn(Puppet.type(diary, ctx -> {
      starts.countDown();
      await(goOn);
    }, ctx -> {
    }), "1"));
    await(starts);
    assertEquals(Activity.STARTING, activity("/puppet/1"));
    goOn.countDown();
    join(spawner);
    ActorRef<Puppet.Act<?>> failing = system.spawn(Puppet.type().with(late), "2");
    failing.tell(Puppet.fail("on purpose"));
    until(() -> activity("/puppet/2") == Activity.PAUSED);
    CountDownLatch stops = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    system.spawn(Puppet.type(diary, ctx -> {
    }, ctx -> {
      stops.countDown();
      await(stopped);
    }), "3").tell(Puppet.tell(ctx -> ctx.stop()));
    await(stops);
    assertEquals(Activity.STOPPING, activity("/puppet/3"));
    stopped.countDown();
    until(() -> system.actors().size() == 2);
  }

  @Test
  void a_hundred_thousand_actors_are_listed() {
    PlainType<Puppet.Act<?>> type = Puppet.type();
    IntStream.range(0, CROWD).forEach(i -> system.spawn(type, "" + i));
    ActorRef<Puppet.Act<?>> stuck = puppet("stuck");
    blocks(stuck);
    List<ActiveActor> all = system.actors();
    assertEquals(CROWD + 1, all.size());
    assertEquals(List.of(stuck),
        all.stream().filter(each -> each.age().isPresent()).map(ActiveActor::actor).toList());
    goOn.countDown();
  }

  @Test
  void a_closed_system_has_no_actors() {
    puppet("1");
    system.close();
    assertTrue(system.actors().isEmpty());
  }
}
