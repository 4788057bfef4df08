package dev.cairn.impl.timer;

import static dev.cairn.impl.timer.WallClock.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnListener;
import dev.cairn.api.Evolution;
import dev.cairn.api.Persistence;
import dev.cairn.impl.Patience;
import dev.cairn.spi.BackendException;
import dev.cairn.testkit.Call;
import dev.cairn.testkit.Fault;
import dev.cairn.testkit.FaultyStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Durable timers whose handler, type or store fails. */
@Timeout(120)
class FailingTimersTest implements CairnListener {
  @TempDir
  Path data;

  private final WallClock clock = new WallClock();
  private final ConcurrentLinkedQueue<TimerFailed> failed = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<TimersWaiting> waiting = new ConcurrentLinkedQueue<>();

  @Override
  public void timerFailed(TimerFailed event) {
    failed.add(event);
  }

  @Override
  public void timersWaiting(TimersWaiting event) {
    waiting.add(event);
  }

  @AfterEach
  void stopsTheClock() {
    clock.close();
  }

  @Test
  void a_handler_that_throws_is_called_again_after_pauses_that_grow_and_somebody_is_told() {
    AtomicInteger calls = new AtomicInteger();
    var type = Bell.type("weak", (ring, ctx) -> {
      if (calls.incrementAndGet() <= 3) {
        throw new IllegalStateException("not today");
      }
      return Bell.persist(ring, ctx);
    });
    try (ActorSystem system = builder().types(type).open()) {
      Bell.set(system.entity(type, "1"), "try", NOON);
      for (int i = 1; i <= 3; i++) {
        int failures = i;
        Patience.until(() -> failed.size() == failures);
        clock.set(clock.now().plus(failed.stream().skip(i - 1).findFirst().orElseThrow().pause()));
      }
      Patience.until(() -> Bell.rung(system.entity(type, "1")).equals(List.of("try")));
      assertEquals(List.of(1L, 2L, 4L), failed.stream().map(event -> event.pause().toSeconds()).toList());
      assertEquals("try", failed.peek().timer());
      assertEquals("/weak/1", failed.peek().path());
      assertTrue(failed.peek().cause().getMessage().contains("not today"), failed.peek().cause()::getMessage);
      assertEquals(4, calls.get());
    }
  }

  @Test
  void a_timer_waits_for_its_type_which_is_told_and_fires_once_the_type_is_used() {
    var type = Bell.type("absent", Bell::persist);
    try (ActorSystem system = builder().types(type).open()) {
      Bell.set(system.entity(type, "1"), "wait", NOON.plusSeconds(1));
    }
    clock.set(NOON.plusSeconds(1));
    try (ActorSystem system = builder().types(Bell.type("plain", Bell::persist).timing()).open()) {
      Patience.until(() -> !waiting.isEmpty());
      assertEquals(List.of(), system.actors());
      assertEquals(new TimersWaiting("main", "absent", 1), waiting.peek());
    }
    try (ActorSystem system = builder().types(Bell.TYPE).open()) {
      Patience.until(() -> waiting.size() == 2);
      Patience.until(() -> Bell.rung(system.entity(type, "1")).equals(List.of("wait")));
    }
  }

  @Test
  void a_timer_whose_command_the_program_does_not_have_any_more_fails_and_stays_pending() {
    var former = Bell.type("changed", Bell::persist);
    try (ActorSystem system = builder().types(former).open()) {
      Bell.set(system.entity(former, "1"), "old", NOON.plusSeconds(1));
    }
    clock.set(NOON.plusSeconds(1));
    var now = former.timing(Bell.Other.class)
        .evolving(Evolution.declare().retired("Ring"));
    try (ActorSystem system = builder().types(now).open()) {
      Patience.until(() -> !failed.isEmpty());
      assertTrue(failed.peek().cause().getMessage().contains("the durable timer old of /changed/1"),
          failed.peek().cause()::getMessage);
      assertEquals(Optional.of(NOON.plusSeconds(1)), Bell.pending(system.entity(now, "1"), "old"));
    }
    var both = former.timing(Bell.Ring.class, Bell.Other.class);
    try (ActorSystem system = builder().types(both).open()) {
      Patience.until(() -> {
        clock.set(clock.now().plusSeconds(1));
        return Bell.rung(system.entity(both, "1")).equals(List.of("old"));
      });
    }
  }

  @Test
  void while_the_disk_is_full_timers_fire_again_and_again_and_each_takes_effect_once_there_is_space() {
    FaultyStore store = FaultyStore.over("sqlite");
    AtomicInteger rings = new AtomicInteger();
    var loud = Bell.type("loud", (ring, ctx) -> {
      rings.incrementAndGet();
      return Bell.persist(ring, ctx);
    }).with(Persistence.light());
    var quiet = Bell.type("quiet", (ring, ctx) -> ring.reply(rings.incrementAndGet()));
    try (ActorSystem system = builder(store).types(loud, quiet).open()) {
      for (ActorType<Bell.Order<?>, Bell.Happened, Bell.Diary> type : List.of(loud, quiet)) {
        Bell.set(system.entity(type, "1"), "full", NOON.plusSeconds(1));
      }
      store.every(Call.COMMIT, Fault.before(new BackendException.Full("no space left on this test's disk", null)));
      clock.set(NOON.plusSeconds(1));
      Patience.until(() -> failed.stream().map(TimerFailed::path).distinct().count() == 2);
      store.heal();
      Patience.until(() -> {
        clock.set(clock.now().plusSeconds(1));
        return Bell.rung(system.entity(loud, "1")).equals(List.of("full"))
            && Bell.pending(system.entity(quiet, "1"), "full").isEmpty();
      });
    }
    int before = rings.get();
    clock.set(clock.now().plus(Duration.ofDays(1)));
    try (ActorSystem system = builder().types(loud, quiet).open()) {
      ActorRef<Bell.Order<?>> other = system.entity(loud, "2");
      Bell.set(other, "after", NOON);
      Patience.until(() -> Bell.rung(other).equals(List.of("after")));
      assertEquals(List.of("full"), Bell.rung(system.entity(loud, "1")));
      assertEquals(before + 1, rings.get());
    }
  }

  private ActorSystem.Builder builder() {
    return ActorSystem.builder().data(data).backend("sqlite").time(clock).listener(this);
  }

  private ActorSystem.Builder builder(FaultyStore store) {
    return ActorSystem.builder().data(data).backend(store).time(clock).listener(this)
        .persistDeadline(Duration.ofSeconds(1));
  }
}
