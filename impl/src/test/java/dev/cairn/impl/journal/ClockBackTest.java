package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.HistoryCompacted;
import dev.cairn.api.Persistence;
import dev.cairn.api.bind.Keys;
import dev.cairn.impl.journal.Chain.Linked;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Purge;
import dev.cairn.impl.journal.Chain.Put;
import dev.cairn.impl.observe.StoreObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The state of a time, where the clock that wrote the events went back. */
class ClockBackTest {
  private static final List<Long> TIMES = List.of(10L, 20L, 30L, 15L, 16L, 40L);
  private static final Map<Long, Integer> EVENTS_AT =
      Map.of(9L, 0, 10L, 1, 14L, 1, 15L, 4, 16L, 5, 25L, 5, 39L, 5, 40L, 6, 1_000L, 6);
  private static final Persistence.Full FULL = Persistence.full();

  private final AtomicLong clock = new AtomicLong();
  private final FaultyProvider provider = FaultyProvider.memory();

  private ActorSystem open() {
    return Systems.over(Journal.open(provider.location(Systems.MEMORY), Keys.NONE, Duration.ofSeconds(10),
        () -> Instant.ofEpochSecond(clock.get()), new StoreObserver(List.of()), false, false));
  }

  private static Links after(int events) {
    return Links.of(TIMES.subList(0, events));
  }

  private ActorRef<Order<?>> written(ActorSystem system, ActorType<Order<?>, Linked, Links> type) {
    ActorRef<Order<?>> chain = system.entity(type, "1");
    for (long time : TIMES) {
      clock.set(time);
      chain.ask(new Put(time));
    }
    return chain;
  }

  @Test
  void it_is_the_same_wherever_the_snapshots_are() {
    for (Persistence policy : List.of(FULL, FULL.snapshotEvery(1).keepSnapshots(9), FULL.snapshotEvery(2),
        FULL.snapshotEvery(3), FULL.snapshotEvery(4).keepSnapshots(1), FULL.snapshotEvery(5), Persistence.light())) {
      ActorType<Order<?>, Linked, Links> type = Chain.named("chain-" + policy.hashCode()).with(policy);
      try (ActorSystem system = open()) {
        written(system, type);
        EVENTS_AT.forEach((time, events) -> assertEquals(after(events),
            system.stateAt(type, "1", Instant.ofEpochSecond(time)), () -> policy + " at " + time));
      }
    }
  }

  @Test
  void of_events_that_were_deleted_only_the_state_after_them_is_left() {
    ActorType<Order<?>, Linked, Links> type =
        Chain.type(FULL.snapshotEvery(4).keepSnapshots(1).compactOnSnapshot(true));
    try (ActorSystem system = open()) {
      ActorRef<Order<?>> chain = written(system, type);
      assertEquals(after(4), system.stateAt(type, "1", Instant.ofEpochSecond(15)));
      assertEquals(after(5), system.stateAt(type, "1", Instant.ofEpochSecond(25)));
      assertEquals(after(6), system.stateAt(type, "1", Instant.ofEpochSecond(40)));
      assertThrows(HistoryCompacted.class, () -> system.stateAt(type, "1", Instant.ofEpochSecond(14)));
      chain.ask(new Purge());
      assertThrows(HistoryCompacted.class, () -> system.stateAt(type, "1", Instant.ofEpochSecond(40)));
    }
  }

  @Test
  void it_is_found_in_a_stream_of_many_pages() {
    try (ActorSystem system = open()) {
      ActorRef<Order<?>> chain = system.entity(Chain.TYPE, "1");
      for (long time = 1; time <= 600; time++) {
        clock.set(time);
        chain.ask(new Put(time));
      }
      for (long time : List.of(0L, 1L, 88L, 89L, 344L, 345L, 600L)) {
        assertEquals(time, system.stateAt(Chain.TYPE, "1", Instant.ofEpochSecond(time)).count());
      }
    }
  }
}
