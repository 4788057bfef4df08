package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorRef;
import dev.cairn.api.DeadLetter;
import dev.cairn.api.Subscription;
import dev.cairn.api.Supervision;
import dev.cairn.api.Terminated;
import dev.cairn.impl.actor.Puppet.Act;
import dev.cairn.impl.actor.Puppet.Do;
import dev.cairn.impl.actor.Puppet.Handled;
import dev.cairn.impl.actor.Puppet.Say;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Hearing of the end of others, and of what is published. */
class WatchTest extends ActorsTest {
  private static Puppet.Do<String> watch(ActorRef<?> other) {
    return Puppet.tell(ctx -> ctx.watch(other, WatchTest::heard));
  }

  private static Act<?> heard(Terminated terminated) {
    return new Say(terminated.actor().path() + " " + terminated.cause().getClass().getSimpleName());
  }

  private ActorRef<Act<?>> silent(String id) {
    return system.spawn(Puppet.type(new CopyOnWriteArrayList<>()), id);
  }

  private List<String> words(ActorRef<Act<?>> actor) {
    actor.ask(new Handled());
    return diary.stream().filter(word -> word.startsWith("/")).toList();
  }

  @Test
  void a_watcher_hears_that_another_has_stopped_and_why() {
    ActorRef<Act<?>> watcher = puppet("w");
    ActorRef<Act<?>> wanted = silent("a");
    ActorRef<Act<?>> failing =
        system.spawn(Puppet.type(new CopyOnWriteArrayList<>()).with(Supervision.stop()), "b");
    ActorRef<Act<?>> parent = silent("p");
    ActorRef<Act<?>> child = parent.ask(new Do<>(ctx -> ctx.spawn(Puppet.type(new CopyOnWriteArrayList<>()), "c")));
    List.of(wanted, failing, child).forEach(each -> watcher.ask(watch(each)));
    system.stop(wanted);
    until(() -> diary.contains("/puppet/a Wanted"));
    assertThrows(ActorFailed.class, () -> failing.ask(Puppet.fail("now")));
    until(() -> diary.contains("/puppet/b AfterFailure"));
    system.stop(parent);
    until(() -> diary.contains("/puppet/p/c WithItsParent"));
    watcher.ask(watch(wanted));
    until(() -> diary.contains("/puppet/a Before"));
  }

  @Test
  void a_restart_is_no_end_and_a_watch_can_be_taken_back() {
    ActorRef<Act<?>> watcher = puppet("w");
    ActorRef<Act<?>> kept = silent("a");
    ActorRef<Act<?>> released = silent("b");
    watcher.ask(watch(kept));
    watcher.ask(watch(kept));
    watcher.ask(watch(released));
    assertThrows(ActorFailed.class, () -> kept.ask(Puppet.fail("a restart")));
    watcher.ask(Puppet.tell(ctx -> ctx.unwatch(released)));
    system.stop(released);
    assertEquals(List.of(), words(watcher));
    system.stop(kept);
    until(() -> !words(watcher).isEmpty());
    assertEquals(List.of("/puppet/a Wanted"), words(watcher), "once, although it was watched twice");
  }

  @Test
  void what_an_actor_has_told_comes_before_the_news_of_its_end() {
    ActorRef<Act<?>> watcher = puppet("w");
    ActorRef<Act<?>> other = silent("a");
    watcher.ask(watch(other));
    CountDownLatch go = new CountDownLatch(1);
    watcher.tell(Puppet.tell(ctx -> await(go)));
    other.ask(Puppet.tell(ctx -> {
      watcher.tell(new Say("/last words"));
      ctx.stop();
    }));
    system.stop(other);
    go.countDown();
    until(() -> words(watcher).size() == 2);
    assertEquals("/last words", words(watcher).get(0));
  }

  @Test
  void watching_one_that_is_stopping_is_told_once() {
    for (int round = 0; round < 200; round++) {
      ActorRef<Act<?>> watcher = puppet("w" + round);
      ActorRef<Act<?>> other = silent("a" + round);
      Thread stopper = Thread.ofVirtual().start(() -> system.stop(other));
      watcher.ask(watch(other));
      join(stopper);
      String path = other.path() + " ";
      until(() -> diary.stream().anyMatch(word -> word.startsWith(path)));
      watcher.ask(new Handled());
      assertEquals(1, diary.stream().filter(word -> word.startsWith(path)).count());
    }
  }

  @Test
  void a_persistent_actor_is_watched_by_its_identity() {
    ActorRef<Act<?>> watcher = puppet("w");
    ActorRef<Vault.Act<?>> vault = system.entity(Vault.type(), "1");
    watcher.ask(watch(vault));
    vault.ask(new Vault.Add(1));
    system.stop(vault);
    until(() -> diary.contains("/vault/1 Wanted"));
    assertEquals(2, vault.ask(new Vault.Add(1)));
  }

  @Test
  void subscribers_hear_what_is_published_and_are_told_what_they_missed() {
    record Weather(String word) {}
    List<String> heard = new CopyOnWriteArrayList<>();
    CountDownLatch go = new CountDownLatch(1);
    Subscription slow = system.eventStream().subscribe(Weather.class, 2, weather -> {
      await(go);
      heard.add(weather.word());
    });
    ActorRef<Act<?>> actor = puppet("x");
    actor.ask(Puppet.tell(ctx -> ctx.subscribe(Weather.class, weather -> new Say("/" + weather.word()))));
    IntStream.range(0, 10).forEach(i -> system.eventStream().publish(new Weather("w" + i)));
    system.eventStream().publish("nobody listens to that");
    assertTrue(slow.dropped() >= 7, "one is being heard, two wait");
    go.countDown();
    until(() -> heard.size() == 10 - slow.dropped());
    assertEquals(10, words(actor).size());
    slow.close();
    actor.tell(Puppet.fail("a restart ends the subscription of the actor"));
    actor.ask(new Handled());
    system.eventStream().publish(new Weather("again"));
    assertEquals(10, words(actor).size());
    assertFalse(heard.contains("again"));
  }

  @Test
  void dead_letters_are_published() {
    List<DeadLetter> dead = new CopyOnWriteArrayList<>();
    system.eventStream().subscribe(DeadLetter.class, 10, dead::add);
    ActorRef<Act<?>> actor = puppet("x");
    system.stop(actor);
    actor.tell(new Say("hello?"));
    until(() -> dead.size() == 1);
    assertEquals("/puppet/x", dead.get(0).path());
  }
}
