package dev.cairn.impl.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.impl.Patience;
import dev.cairn.impl.actor.LocalActorSystem;
import dev.cairn.impl.journal.Store;
import dev.cairn.impl.journal.StoredHead;
import dev.cairn.impl.journal.TimerIndex;
import dev.cairn.impl.place.Alarm.Cancel;
import dev.cairn.impl.place.Alarm.Look;
import dev.cairn.impl.place.Alarm.Set;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Durable timers where several processes write one location, and no placement says which one runs an actor. */
@Timeout(60)
class SharedTimersTest {
  private static final String SIDE = "side";

  private final SharedMemory memory = new SharedMemory();
  private final List<LocalActorSystem> systems = new ArrayList<>();
  private final LocalActorSystem keeper = open(Duration.ofMinutes(5));

  @AfterEach
  void close() {
    systems.reversed().forEach(ActorSystem::close);
  }

  private LocalActorSystem open(Duration idleAfter) {
    LocalActorSystem system =
        (LocalActorSystem) ActorSystem.builder().data(Path.of("shared")).backend(memory).closeWithJvm(false)
            .idleAfter(idleAfter).types(Alarm.TYPE).open();
    systems.add(system);
    return system;
  }

  private static boolean has(ActorSystem system) {
    return system.actors().stream().anyMatch(each -> each.actor().path().equals("/alarm/1"));
  }

  private static List<String> rung(ActorSystem system) {
    return Alarm.of(system, "1").ask(new Look()).texts();
  }

  @Test
  void a_timer_fires_in_the_process_that_has_the_actor_and_not_in_the_one_that_keeps_the_index() {
    ActorSystem other = open(Duration.ofMinutes(5));
    Alarm.of(other, "1").ask(new Set("a", 200, "a"));
    Patience.until(() -> rung(other).equals(List.of("a")));
    assertFalse(has(keeper));
    assertEquals(4, Alarm.of(other, "1").ask(new Set("b", 200, "b")) + 1, "nobody has taken the actor over");
  }

  @Test
  void a_timer_wakes_an_actor_in_the_process_that_had_it_last() {
    ActorSystem other = open(Duration.ofMillis(100));
    Alarm.of(other, "1").ask(new Set("a", 1000, "a"));
    Patience.until(() -> !has(other));
    Patience.until(() -> has(other));
    assertFalse(has(keeper));
    Patience.until(() -> rung(other).equals(List.of("a")));
  }

  @Test
  void a_process_from_which_an_actor_was_taken_leaves_its_timers_to_the_one_that_has_it() {
    ActorSystem other = open(Duration.ofMillis(100));
    Alarm.of(other, "1").ask(new Set("a", 600, "first"));
    Alarm.of(other, "1").ask(new Set("b", 600, "cancelled"));
    Patience.until(() -> !has(other));
    assertTrue(Alarm.of(keeper, "1").ask(new Cancel("b")));
    Alarm.of(keeper, "1").ask(new Set("a", 900, "second"));
    Patience.until(() -> rung(keeper).equals(List.of("second")));
    assertFalse(has(other));
  }

  @Test
  void a_timer_of_a_process_that_has_closed_wakes_its_actor_also_where_it_is_in_memory_as_it_was_before() {
    Alarm.of(keeper, "1").ask(new Look());
    LocalActorSystem other = open(Duration.ofMinutes(5));
    Alarm.of(other, "1").ask(new Set("a", 100, "a"));
    other.close();
    assertTrue(has(keeper));
    Patience.until(() -> events() == 2);
    assertEquals(List.of("a"), rung(keeper));
  }

  private long events() {
    return keeper.journal().committer().read(backend -> StoredHead.of(backend, new StreamKey("main", "alarm", "1")))
        .last();
  }

  @Test
  void who_keeps_the_index_no_more_stores_nothing_of_it_and_the_next_one_has_all() {
    Store store = keeper.journal().store(SIDE);
    TimerIndex first = index(store);
    first.give();
    TimerIndex second = index(store);
    keeper.entity(Alarm.TYPE.in(SIDE), "1").ask(new Set("a", 60_000, "a"));
    for (TimerIndex each : List.of(first, second)) {
      goOn(each);
      assertEquals(1, each.timers().size());
      each.save(true);
    }
    assertFalse(first.hold(true));
    assertEquals(0, first.timers().size());
    assertTrue(second.hold(true) && second.isSaved());
    second.give();
    assertFalse(store.timers().hold(false), "who has no types with timers leaves it to those who have");
    keeper.close();
    assertEquals(1, index(open(Duration.ofMinutes(5)).journal().store(SIDE)).timers().size());
  }

  private static TimerIndex index(Store store) {
    TimerIndex index = store.timers();
    assertTrue(index.hold(true));
    goOn(index);
    index.save(true);
    return index;
  }

  private static void goOn(TimerIndex index) {
    boolean more = true;
    while (more) {
      more = index.goOn(() -> false);
    }
  }
}
