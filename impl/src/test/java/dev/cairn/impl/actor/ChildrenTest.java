package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.InvalidName;
import dev.cairn.api.PathTaken;
import dev.cairn.api.PlainType;
import dev.cairn.api.StartFailed;
import dev.cairn.impl.actor.Puppet.Act;
import dev.cairn.impl.actor.Puppet.Do;
import dev.cairn.impl.actor.Puppet.Say;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Trees of actors: who is where, who stops first, and when a path is free. */
class ChildrenTest extends ActorsTest {
  private ActorRef<Act<?>> child(ActorRef<Act<?>> parent, String id) {
    return parent.ask(new Do<>(ctx -> ctx.spawn(Puppet.type(diary, ctx2 -> {
    }, ctx2 -> diary.add(ctx2.path() + " stopped")), id)));
  }

  @Test
  void a_path_shows_the_tree_and_hides_slashes() {
    ActorRef<Act<?>> parent = puppet("a/b%");
    assertEquals("/puppet/a%2Fb%25", parent.path());
    assertEquals("/puppet/a%2Fb%25/c", child(parent, "c").path());
  }

  @Test
  void children_stop_before_their_parent() {
    ActorRef<Act<?>> parent = system.spawn(Puppet.type(diary, ctx -> {
    }, ctx -> diary.add(ctx.path() + " stopped")), "p");
    ActorRef<Act<?>> one = child(parent, "one");
    child(one, "below");
    child(parent, "two");
    system.stop(parent);
    assertEquals(4, diary.size());
    assertEquals("/puppet/p stopped", diary.get(3));
    assertTrue(diary.indexOf("/puppet/p/one/below stopped") < diary.indexOf("/puppet/p/one stopped"));
    assertThrows(ActorStopped.class, () -> one.ask(new Say("still there?")));
  }

  @Test
  void children_stop_at_the_same_time() {
    CyclicBarrier together = new CyclicBarrier(3);
    ActorRef<Act<?>> parent = puppet("p");
    PlainType<Act<?>> patient = Puppet.type(diary, ctx -> {
    }, ctx -> {
      try {
        together.await();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      diary.add("met");
    });
    for (String id : List.of("1", "2", "3")) {
      parent.ask(new Do<>(ctx -> ctx.spawn(patient, id)));
    }
    system.stop(parent);
    assertEquals(List.of("met", "met", "met"), diary.subList(1, 4));
  }

  @Test
  void an_id_is_taken_until_stopped_has_returned() throws Exception {
    CountDownLatch stopping = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ActorRef<Act<?>> first = system.spawn(Puppet.type(diary, ctx -> {
    }, ctx -> {
      stopping.countDown();
      await(go);
    }), "x");
    Thread stopper = Thread.ofVirtual().start(() -> system.stop(first));
    stopping.await();
    assertThrows(PathTaken.class, () -> puppet("x"));
    go.countDown();
    stopper.join();
    puppet("x").ask(new Say("again"));
    assertThrows(ActorStopped.class, () -> first.ask(new Say("the old one")));
  }

  @Test
  void of_many_that_spawn_the_same_id_one_succeeds() {
    AtomicInteger taken = new AtomicInteger();
    List<Thread> threads = IntStream.range(0, 64).mapToObj(i -> Thread.ofVirtual().start(() -> {
      try {
        system.spawn(Puppet.type(diary), "x");
      } catch (PathTaken e) {
        taken.incrementAndGet();
      }
    })).toList();
    threads.forEach(ActorsTest::join);
    assertEquals(63, taken.get());
    assertEquals(List.of("started"), diary);
  }

  @Test
  void who_spawns_an_actor_that_cannot_start_hears_it_and_the_id_is_free() {
    IllegalStateException cause = new IllegalStateException("no");
    PlainType<Act<?>> broken = Puppet.type(diary, ctx -> {
      ctx.spawn(Puppet.type(diary), "child of a broken one");
      throw cause;
    }, ctx -> diary.add("never"));
    StartFailed failure = assertThrows(StartFailed.class, () -> system.spawn(broken, "x"));
    assertEquals(cause, failure.getCause());
    assertEquals(List.of("started", "stopped"), diary, "the child");
    puppet("x").ask(new Say("free"));
    assertInstanceOf(NullPointerException.class, assertThrows(StartFailed.class,
        () -> system.spawn(PlainType.<Act<?>>of("nothing", () -> null), "x")).getCause());
  }

  @Test
  void a_child_that_has_stopped_leaves_its_id() {
    ActorRef<Act<?>> parent = puppet("p");
    ActorRef<Act<?>> child = child(parent, "c");
    assertThrows(PathTaken.class, () -> rethrown(parent, "c"));
    system.stop(child);
    child(parent, "c").ask(new Say("second"));
  }

  private void rethrown(ActorRef<Act<?>> parent, String id) throws Throwable {
    try {
      child(parent, id);
    } catch (dev.cairn.api.ActorFailed e) {
      throw e.getCause();
    }
  }

  @Test
  void a_restart_stops_the_children_of_the_instance_before() {
    ActorRef<Act<?>> parent = puppet("p");
    ActorRef<Act<?>> child = child(parent, "c");
    parent.tell(Puppet.fail("now"));
    child(parent, "c").ask(new Say("of the new instance"));
    assertThrows(ActorStopped.class, () -> child.ask(new Say("of the old one")));
    assertEquals(List.of("started", "/puppet/p/c stopped", "stopped", "started", "of the new instance"), diary);
  }

  @Test
  void an_actor_is_its_own_address_and_bad_ids_are_refused() {
    ActorRef<Act<?>> actor = puppet("x");
    assertEquals(actor, actor.ask(new Do<>(ctx -> ctx.self(Puppet.type()))));
    assertThrows(InvalidName.class, () -> puppet(""));
    assertThrows(InvalidName.class, () -> puppet("x".repeat(1025)));
  }

  @Test
  void stopping_often_and_from_everywhere_stops_once() {
    ActorRef<Act<?>> actor = puppet("x");
    List<Thread> stoppers =
        IntStream.range(0, 48).mapToObj(i -> Thread.ofVirtual().start(() -> system.stop(actor))).toList();
    stoppers.forEach(ActorsTest::join);
    system.stop(actor);
    assertEquals(List.of("started", "stopped"), diary);
  }

  @Test
  void an_actor_that_stops_itself_ends_its_command_first() {
    ActorRef<Act<?>> actor = puppet("x");
    assertEquals("bye", actor.ask(new Do<>(ctx -> {
      ctx.stop();
      return "bye";
    })));
    until(() -> diary.contains("stopped"));
    assertThrows(ActorStopped.class, () -> actor.ask(new Say("gone")));
  }
}
