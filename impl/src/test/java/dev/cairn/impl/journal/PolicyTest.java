package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Persistence;
import dev.cairn.impl.journal.Chain.At;
import dev.cairn.impl.journal.Chain.Linked;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Look;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Purge;
import dev.cairn.impl.journal.Chain.Put;
import dev.cairn.impl.journal.Chain.PutAll;
import dev.cairn.impl.journal.Chain.TakeSnapshot;
import dev.cairn.spi.StreamHead;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each policy stores, at every boundary, and that it comes back. */
class PolicyTest {
  private static final int EVERY = 10;
  private static final Persistence.Full FULL = Persistence.full().snapshotEvery(EVERY);

  @TempDir
  Path data;

  private FaultyProvider provider = FaultyProvider.memory();

  private ActorSystem open() {
    return Systems.open(provider, data, Duration.ofSeconds(10));
  }

  private StreamHead head() {
    return provider.head(data, "chain", "1");
  }

  private void persisted(Persistence policy, int events) {
    try (ActorSystem system = open()) {
      ActorRef<Order<?>> chain = system.entity(Chain.type(policy), "1");
      for (long value = 1; value <= events; value++) {
        chain.ask(new Put(value));
      }
      assertEquals(Links.of(values(events)), chain.ask(new Look()));
    }
  }

  private static List<Long> values(int count) {
    return LongStream.rangeClosed(1, count).boxed().toList();
  }

  private void recovers(Persistence policy, List<Long> values, long last) {
    try (ActorSystem system = open()) {
      ActorRef<Order<?>> chain = system.entity(Chain.type(policy), "1");
      assertEquals(Links.of(values), chain.ask(new Look()));
      assertEquals(last, chain.ask(new At()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = { 0, 1, EVERY - 1, EVERY, EVERY + 1, 2 * EVERY, 3 * EVERY + 5 })
  void every_policy_comes_back_at_every_boundary_on_every_backend(int events) {
    for (String backend : List.of("memory", "sqlite")) {
      for (Persistence policy : List.of(FULL, FULL.compactOnSnapshot(true), FULL.keepSnapshots(1), Persistence.light(),
          Persistence.stateOnly(), FULL.snapshotEvery(1).compactOnSnapshot(true).keepSnapshots(1))) {
        provider = FaultyProvider.of(backend);
        data = data.resolve(backend + policy.hashCode());
        persisted(policy, events);
        recovers(policy, values(events), events);
        recovers(Persistence.full(), values(events), events);
        recovers(Persistence.stateOnly(), values(events), events);
      }
    }
  }

  @Test
  void a_snapshot_is_taken_exactly_when_the_cadence_is_reached() {
    try (ActorSystem system = open()) {
      ActorRef<Order<?>> chain = system.entity(Chain.type(FULL), "1");
      for (int i = 1; i <= 3 * EVERY; i++) {
        chain.ask(new Put(i));
        assertEquals(i / EVERY == 0 ? List.of() : snapshots(i / EVERY), head().snapshots());
      }
      chain.ask(new PutAll(values(EVERY + 3)));
      assertEquals(List.of(3L * EVERY, 4L * EVERY + 3), head().snapshots(), "after the commit that reaches it");
    }
  }

  private static List<Long> snapshots(long newest) {
    return newest == 1 ? List.of((long) EVERY) : List.of((newest - 1) * EVERY, newest * EVERY);
  }

  @Test
  void what_no_snapshot_holds_gets_one_when_the_actor_comes_to_rest() {
    persisted(FULL, EVERY + 3);
    assertEquals(List.of((long) EVERY, EVERY + 3L), head().snapshots());
    recovers(FULL, values(EVERY + 3), EVERY + 3);
    assertEquals(List.of((long) EVERY, EVERY + 3L), head().snapshots(), "nothing new, no snapshot");
  }

  @Test
  void an_actor_may_ask_for_a_snapshot() {
    try (ActorSystem system = open()) {
      ActorRef<Order<?>> chain = system.entity(Chain.type(FULL), "1");
      assertTrue(chain.ask(new TakeSnapshot()), "of nothing there is none, and that is fine");
      chain.ask(new Put(1));
      assertTrue(chain.ask(new TakeSnapshot()));
      assertTrue(chain.ask(new TakeSnapshot()));
      assertEquals(List.of(1L), head().snapshots());
    }
  }

  @Test
  void compaction_deletes_up_to_the_oldest_kept_snapshot_and_no_further() {
    persisted(FULL.compactOnSnapshot(true), 3 * EVERY + 5);
    assertEquals(new StreamHead(head().stream(), 35, 30, 0, List.of(30L, 35L)), head());
    data = data.resolve("other");
    persisted(FULL.compactOnSnapshot(true).keepSnapshots(1), 3 * EVERY + 5);
    assertEquals(0, head().events());
    recovers(FULL, values(3 * EVERY + 5), 3 * EVERY + 5);
  }

  @Test
  void light_keeps_every_event_and_the_newest_state() {
    persisted(Persistence.light(), 7);
    assertEquals(new StreamHead(head().stream(), 7, 0, 0, List.of(7L)), head());
  }

  @Test
  void state_only_keeps_no_event() {
    persisted(Persistence.stateOnly(), 7);
    assertEquals(new StreamHead(head().stream(), 7, 7, 0, List.of(7L)), head());
  }

  @Test
  void numbers_go_on_after_a_purge() {
    for (Persistence policy : List.of(FULL, Persistence.light(), Persistence.stateOnly())) {
      data = data.resolve("next");
      List<Long> after = new ArrayList<>();
      try (ActorSystem system = open()) {
        ActorRef<Order<?>> chain = system.entity(Chain.type(policy), "1");
        assertEquals(Links.NONE, chain.ask(new Purge()), "of nothing");
        chain.ask(new PutAll(values(EVERY + 1)));
        assertEquals(Links.NONE, chain.ask(new Purge()));
        assertEquals(EVERY + 1, chain.ask(new At()));
      }
      recovers(policy, List.of(), EVERY + 1);
      try (ActorSystem system = open()) {
        ActorRef<Order<?>> chain = system.entity(Chain.type(policy), "1");
        after.add(77L);
        assertEquals(Links.of(after), chain.ask(new Put(77)));
      }
      recovers(policy, after, EVERY + 2);
    }
  }

  @Test
  void a_cadence_of_zero_or_less_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> Persistence.full().snapshotEvery(0));
    assertThrows(IllegalArgumentException.class, () -> Persistence.full().snapshotEvery(-1));
    assertThrows(IllegalArgumentException.class, () -> Persistence.full().keepSnapshots(0));
  }

  @Test
  void the_same_name_and_id_in_two_stores_are_two_actors() {
    ActorType<Order<?>, Linked, Links> other = Chain.TYPE.in("other");
    for (int i = 1; i <= 2; i++) {
      try (ActorSystem system = open()) {
        system.entity(Chain.TYPE, "1").ask(new Put(1));
        assertEquals(i, system.entity(other, "1").ask(new Put(5)).count());
        assertEquals(i, system.entity(Chain.TYPE, "1").ask(new Look()).count());
      }
    }
  }
}
