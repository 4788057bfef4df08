package dev.cairn.impl.timer;

import static dev.cairn.impl.timer.WallClock.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.InvalidName;
import dev.cairn.api.Persistence;
import dev.cairn.api.TypeRefused;
import dev.cairn.impl.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Durable timers under a clock that the test moves. */
@Timeout(120)
class DurableTimersTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir
  Path data;

  private final WallClock clock = new WallClock();

  @AfterEach
  void stopsTheClock() {
    clock.close();
  }

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void a_timer_fires_once_after_its_time_and_not_before_also_in_a_later_session_and_for_an_actor_that_rests(
      String backend) {
    try (ActorSystem system = open(backend)) {
      Bell.set(Bell.of(system, "1"), "early", NOON.plus(HOUR));
      Bell.set(Bell.of(system, "1"), "late", NOON.plus(HOUR.multipliedBy(3)));
    }
    clock.set(NOON.plus(HOUR).minusMillis(1));
    try (ActorSystem system = open(backend)) {
      Bell.set(Bell.of(system, "2"), "now", NOON);
      awaitDiary(system, "2", List.of("set now", "now"));
      assertTrue(system.actors().stream().noneMatch(actor -> actor.actor().path().endsWith("/1")),
          "nobody has woken it");
      clock.set(NOON.plus(HOUR));
      Patience.until(() -> system.actors().stream().anyMatch(actor -> actor.actor().path().endsWith("/1")));
      awaitDiary(system, "1", List.of("set early", "set late", "early"));
      assertEquals(List.of("timer early@1"), system.events(Bell.of(system, "1"), 3, 3)
          .map(event -> event.commandId().orElseThrow()).toList());
      assertEquals(Optional.of(NOON.plus(HOUR.multipliedBy(3))), Bell.pending(Bell.of(system, "1"), "late"));
    }
    clock.set(NOON.plus(HOUR.multipliedBy(4)));
    try (ActorSystem system = open(backend)) {
      awaitDiary(system, "1", List.of("set early", "set late", "early", "late"));
      assertEquals(Optional.empty(), Bell.pending(Bell.of(system, "1"), "late"));
    }
  }

  @Test
  void the_clock_may_go_back_and_the_timer_waits_or_forward_and_it_fires() {
    try (ActorSystem system = open("sqlite")) {
      Bell.set(Bell.of(system, "1"), "week", NOON.plus(Duration.ofDays(7)));
      Bell.set(Bell.of(system, "1"), "soon", NOON.plusMillis(1));
      clock.set(NOON.minus(HOUR));
      Bell.set(Bell.of(system, "1"), "before", NOON.minus(HOUR));
      awaitDiary(system, "1", List.of("set week", "set soon", "set before", "before"));
      clock.set(NOON);
      Bell.set(Bell.of(system, "2"), "meanwhile", NOON);
      awaitDiary(system, "2", List.of("set meanwhile", "meanwhile"));
      assertEquals(List.of("before"), Bell.rung(Bell.of(system, "1")));
      clock.set(NOON.plus(Duration.ofDays(7)));
      awaitDiary(system, "1", List.of("set week", "set soon", "set before", "before", "soon", "week"));
    }
  }

  @Test
  void after_an_outage_what_is_due_comes_in_the_order_of_its_time() {
    List<String> expected = new ArrayList<>();
    try (ActorSystem system = open("sqlite")) {
      for (int i = 0; i < 300; i++) {
        int at = i * 7 % 300;
        Bell.set(Bell.of(system, "1"), "t" + at, NOON.plusSeconds(60L + at));
        expected.add("t" + i);
      }
    }
    clock.set(NOON.plus(Duration.ofDays(7)));
    try (ActorSystem system = open("sqlite")) {
      Patience.until(() -> Bell.rung(Bell.of(system, "1")).size() == 300);
      assertEquals(expected, Bell.rung(Bell.of(system, "1")));
    }
  }

  @Test
  void a_timer_is_replaced_and_cancelled_by_its_name() {
    try (ActorSystem system = open("sqlite")) {
      ActorRef<Bell.Order<?>> bell = Bell.of(system, "1");
      Bell.set(bell, "a", NOON.plus(HOUR));
      Bell.set(bell, "b", NOON.plus(HOUR));
      assertEquals(List.of(true, false), bell.ask(new Bell.Do<>(ctx -> {
        ctx.timers().durable("a", NOON.plus(HOUR.multipliedBy(2)), new Bell.Ring("a again"));
        List<Boolean> cancelled = List.of(ctx.timers().cancelDurable("b"), ctx.timers().cancelDurable("c"));
        assertEquals(Optional.empty(), ctx.timers().durable("b"));
        assertEquals(Optional.of(NOON.plus(HOUR.multipliedBy(2))), ctx.timers().durable("a"));
        ctx.persistAll(List.of(new Bell.Happened("set all"), new Bell.Happened("set more")));
        return cancelled;
      })));
    }
    clock.set(NOON.plus(HOUR));
    try (ActorSystem system = open("sqlite")) {
      Bell.set(Bell.of(system, "2"), "meanwhile", NOON);
      awaitDiary(system, "2", List.of("set meanwhile", "meanwhile"));
      assertEquals(List.of(), Bell.rung(Bell.of(system, "1")));
      clock.set(NOON.plus(HOUR.multipliedBy(2)));
      Patience.until(() -> !Bell.rung(Bell.of(system, "1")).isEmpty());
      assertEquals(List.of("a again"), Bell.rung(Bell.of(system, "1")));
    }
  }

  @Test
  void a_handler_that_sets_a_timer_and_persists_nothing_fails_and_nothing_of_it_is_stored() {
    try (ActorSystem system = open("sqlite")) {
      ActorRef<Bell.Order<?>> bell = Bell.of(system, "1");
      ActorFailed set = assertThrows(ActorFailed.class, () -> bell.ask(new Bell.Do<>(ctx -> {
        ctx.persist(new Bell.Happened("set nothing"));
        ctx.timers().durable("lost", NOON, new Bell.Ring("lost"));
        return 0;
      })));
      assertTrue(set.getCause().getMessage().contains("lost") && set.getCause().getMessage().contains("persist one"),
          set.getCause()::getMessage);
      assertEquals(Optional.empty(), Bell.pending(bell, "lost"));
      Bell.set(bell, "kept", NOON.plus(HOUR));
      assertThrows(ActorFailed.class, () -> bell.ask(new Bell.Do<>(ctx -> ctx.timers().cancelDurable("kept"))));
      assertEquals(Optional.of(NOON.plus(HOUR)), Bell.pending(bell, "kept"));
      assertEquals(List.of("set nothing", "set kept"), Bell.diary(bell));
    }
  }

  @Test
  void what_cannot_be_a_timer_is_refused_by_name() {
    try (ActorSystem system = open("sqlite")) {
      ActorRef<Bell.Order<?>> bell = Bell.of(system, "1");
      assertTrue(refused(bell, "x", new Bell.Other()).getMessage().contains(".timing(Other.class)"));
      assertTrue(refused(bell, "x", new Bell.Ring("y".repeat(70_000))).getMessage().contains("larger than 65536"));
      assertTrue(refused(bell, "n".repeat(65), new Bell.Ring("y")) instanceof InvalidName);
      assertTrue(refused(bell, "", new Bell.Ring("y")) instanceof InvalidName);
      Throwable full = assertThrows(ActorFailed.class, () -> bell.ask(new Bell.Do<>(ctx -> {
        for (int i = 0; i <= 1000; i++) {
          ctx.timers().durable("t" + i, NOON.plus(HOUR), new Bell.Ring("y"));
        }
        return ctx.persist(new Bell.Happened("too many"));
      }))).getCause();
      assertTrue(full.getMessage().contains("1000 durable timers already"), full::getMessage);
      assertTrue(assertThrows(TypeRefused.class,
          () -> system.entity(Bell.type("state", Bell::persist).with(Persistence.stateOnly()), "1")).getMessage()
          .contains("Persistence.light()"));
      assertThrows(TypeRefused.class,
          () -> system.entity(Bell.type("odd", Bell::persist).timing(Bell.Do.class), "1"));
    }
  }

  private static Throwable refused(ActorRef<Bell.Order<?>> bell, String name, Bell.Order<?> command) {
    return assertThrows(ActorFailed.class, () -> bell.ask(new Bell.Do<>(ctx -> {
      ctx.timers().durable(name, NOON, command);
      return 0;
    }))).getCause();
  }

  @Test
  void a_timer_whose_handler_persists_nothing_or_refuses_or_answers_later_ends_for_good_under_every_policy() {
    List<Persistence> policies = List.of(Persistence.light(), Persistence.full().snapshotEvery(2),
        Persistence.full().pipelined(), Persistence.light().pipelined(),
        Persistence.full().snapshotEvery(2).compactOnSnapshot(true).keepSnapshots(1));
    AtomicInteger rings = new AtomicInteger();
    List<ActorType<Bell.Order<?>, Bell.Happened, Bell.Diary>> types = new ArrayList<>();
    for (int i = 0; i < policies.size(); i++) {
      types.add(Bell.type("quiet" + i, (ring, ctx) -> {
        rings.incrementAndGet();
        return switch (ring.text()) {
          case "refuse" -> ring.refuse("no");
          case "later" -> ctx.later(ring);
          default -> ring.reply(0);
        };
      }).with(policies.get(i)));
    }
    int all = 3 * types.size();
    try (ActorSystem system = open("sqlite", types)) {
      types.forEach(type -> List.of("nothing", "refuse", "later")
          .forEach(name -> Bell.set(system.entity(type, "1"), name, NOON)));
      types.forEach(type -> Patience.until(() -> List.of("nothing", "refuse", "later").stream()
          .allMatch(name -> Bell.pending(system.entity(type, "1"), name).isEmpty())));
      assertEquals(all, rings.get());
    }
    try (ActorSystem system = open("sqlite", types)) {
      Bell.set(Bell.of(system, "2"), "meanwhile", NOON);
      awaitDiary(system, "2", List.of("set meanwhile", "meanwhile"));
      types.forEach(type -> assertEquals(3, Bell.diary(system.entity(type, "1")).size()));
      assertEquals(all, rings.get());
    }
  }

  @Test
  void a_timer_may_set_itself_again_and_put_its_command_aside() {
    var type = Bell.type("again", (ring, ctx) -> {
      if (ctx.state().all().stream().noneMatch("open"::equals)) {
        return ctx.stash(ring);
      }
      int next = ctx.state().all().size();
      if (next < 5) {
        ctx.timers().durable("tick", ctx.now(), new Bell.Ring("tick"));
      }
      return Bell.persist(ring, ctx);
    });
    try (ActorSystem system = open("sqlite", List.of(type))) {
      ActorRef<Bell.Order<?>> bell = system.entity(type, "1");
      Bell.set(bell, "tick", NOON);
      bell.ask(new Bell.Do<>(ctx -> {
        ctx.unstashAll();
        return ctx.persist(new Bell.Happened("open"));
      }));
      Patience.until(() -> {
        bell.ask(new Bell.Do<>(ctx -> {
          ctx.unstashAll();
          return 0;
        }));
        return Bell.diary(bell).size() == 6;
      });
      assertEquals(List.of("set tick", "open", "tick", "tick", "tick", "tick"), Bell.diary(bell));
      assertEquals(Optional.empty(), Bell.pending(bell, "tick"));
    }
  }

  @Test
  void a_purged_actor_has_no_timers() {
    try (ActorSystem system = open("sqlite")) {
      ActorRef<Bell.Order<?>> bell = Bell.of(system, "1");
      Bell.set(bell, "gone", NOON.plus(HOUR));
      bell.ask(new Bell.Do<>(ctx -> ctx.purge()));
      assertEquals(Optional.empty(), Bell.pending(bell, "gone"));
      clock.set(NOON.plus(HOUR));
      Bell.set(Bell.of(system, "2"), "later", NOON.plus(HOUR));
      awaitDiary(system, "2", List.of("set later", "later"));
      assertEquals(List.of(), Bell.diary(bell));
    }
  }

  @Test
  void a_time_is_rounded_up_to_a_millisecond_and_may_be_as_far_as_time_goes() {
    try (ActorSystem system = open("sqlite")) {
      ActorRef<Bell.Order<?>> bell = Bell.of(system, "1");
      Bell.set(bell, "nanos", NOON.plusNanos(1));
      assertEquals(Optional.of(NOON.plusMillis(1)), Bell.pending(bell, "nanos"));
      Bell.set(bell, "never", Instant.MAX);
      Bell.set(bell, "long ago", Instant.MIN);
      awaitDiary(system, "1", List.of("set nanos", "set never", "set long ago", "long ago"));
      assertFalse(Bell.pending(bell, "never").isEmpty());
    }
  }

  private static void awaitDiary(ActorSystem system, String id, List<String> expected) {
    Patience.until(() -> Bell.diary(Bell.of(system, id)).size() >= expected.size());
    assertEquals(expected, Bell.diary(Bell.of(system, id)));
  }

  private ActorSystem open(String backend) {
    return open(backend, List.of());
  }

  private ActorSystem open(String backend, List<ActorType<Bell.Order<?>, Bell.Happened, Bell.Diary>> types) {
    return ActorSystem.builder().data(data).backend(backend).time(clock).types(Bell.TYPE)
        .types(types.toArray(ActorType<?, ?, ?>[]::new)).open();
  }
}
