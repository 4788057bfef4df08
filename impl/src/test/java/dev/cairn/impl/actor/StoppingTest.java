package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.CairnListener;
import dev.cairn.api.PathTaken;
import dev.cairn.api.StopOverdue;
import dev.cairn.impl.actor.Puppet.Act;
import dev.cairn.impl.actor.Puppet.Do;
import dev.cairn.impl.actor.Puppet.Say;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Stops that take too long, and systems that close. */
class StoppingTest extends ActorsTest {
  private final List<CairnListener.Overdue> overdue = new CopyOnWriteArrayList<>();
  private final CountDownLatch go = new CountDownLatch(1);

  @Override
  ActorSystem.Builder configured(ActorSystem.Builder builder) {
    return builder.stopDeadline(Duration.ofMillis(100)).listener(new CairnListener() {
      @Override
      public void overdue(Overdue event) {
        overdue.add(event);
      }
    });
  }

  /** Does not end, and is not impressed by interruption, until {@link #go}. */
  private Puppet.Do<String> stubborn(CountDownLatch begun) {
    return Puppet.tell(ctx -> {
      begun.countDown();
      while (go.getCount() > 0) {
        try {
          go.await();
        } catch (InterruptedException e) {
          diary.add("interrupted");
        }
      }
    });
  }

  private ActorRef<Act<?>> busy(ActorRef<Act<?>> actor) {
    CountDownLatch begun = new CountDownLatch(1);
    actor.tell(stubborn(begun));
    await(begun);
    return actor;
  }

  @Test
  void who_does_not_stop_in_time_is_interrupted_and_named_and_keeps_its_path() {
    ActorRef<Act<?>> parent = puppet("p");
    ActorRef<Act<?>> child = parent.ask(new Do<>(ctx -> ctx.spawn(Puppet.type(diary), "c")));
    busy(child);
    StopOverdue late = assertThrows(StopOverdue.class, () -> system.stop(parent));
    assertTrue(late.paths().contains("/puppet/p/c"), late.getMessage());
    assertTrue(overdue.stream().anyMatch(each -> each.paths().contains("/puppet/p/c")));
    assertTrue(diary.contains("interrupted"));
    assertThrows(PathTaken.class, () -> puppet("p"));
    assertThrows(ActorStopped.class, () -> parent.ask(new Say("too late")));
    go.countDown();
    system.stop(parent);
    assertEquals(2, diary.stream().filter("stopped"::equals).count());
    puppet("p").ask(new Say("free again"));
  }

  @Test
  void a_handler_that_heeds_interruption_lets_its_actor_stop() {
    ActorRef<Act<?>> actor = puppet("x");
    CountDownLatch begun = new CountDownLatch(1);
    actor.tell(Puppet.tell(ctx -> {
      begun.countDown();
      await(go);
    }));
    await(begun);
    system.stop(actor);
    assertThrows(ActorStopped.class, () -> actor.ask(new Say("gone")));
    assertTrue(diary.contains("stopped"));
  }

  @Test
  void closing_does_not_wait_for_ever() {
    ActorRef<Act<?>> actor = busy(puppet("x"));
    system.close();
    assertTrue(overdue.get(0).paths().contains("/puppet/x"), overdue.toString());
    assertThrows(ActorStopped.class, () -> system.spawn(Puppet.type(), "y"));
    assertThrows(ActorStopped.class, () -> system.entity(Vault.type(), "y"));
    go.countDown();
    until(() -> diary.contains("stopped"));
    assertThrows(ActorStopped.class, () -> actor.ask(new Say("closed")));
  }

  @Test
  void closing_from_everywhere_closes_once() {
    IntStream.range(0, 100).forEach(i -> puppet("x" + i));
    List<Thread> closers =
        IntStream.range(0, 16).mapToObj(i -> Thread.ofPlatform().start(() -> system.close())).toList();
    closers.forEach(ActorsTest::join);
    assertEquals(100, diary.stream().filter("stopped"::equals).count());
  }

  @Test
  void an_actor_may_close_its_system() {
    ActorRef<Act<?>> actor = puppet("x");
    assertEquals("done", actor.ask(Puppet.tell(ctx -> ctx.system().close())));
    system.close();
    assertTrue(diary.contains("stopped"));
  }

  @Test
  void an_actor_may_stop_itself_and_its_parent_through_the_system() {
    ActorRef<Act<?>> parent = puppet("p");
    ActorRef<Act<?>> child = parent.ask(new Do<>(ctx -> ctx.spawn(Puppet.type(diary), "c")));
    assertEquals("done", child.ask(Puppet.tell(ctx -> ctx.system().stop(parent))));
    until(() -> diary.stream().filter("stopped"::equals).count() == 2);
  }

  @Test
  void a_persistent_actor_stops_and_comes_back() {
    ActorRef<Vault.Act<?>> vault = system.entity(Vault.type(diary), "1");
    vault.ask(new Vault.Add(7));
    system.stop(vault);
    assertEquals(List.of("1 started at 0", "1 stopped at 7"), diary);
    system.stop(vault);
    assertEquals(8, vault.ask(new Vault.Add(1)));
  }
}
