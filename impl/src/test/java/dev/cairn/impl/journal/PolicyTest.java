package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.PersistUnknown;
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
import dev.cairn.impl.journal.Faults.Moment;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamHead;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
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
    return open(Duration.ofSeconds(10));
  }

  private ActorSystem open(Duration patience) {
    return Systems.open(provider, data, patience);
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
    List<Persistence> policies = List.of(FULL, FULL.compactOnSnapshot(true), FULL.keepSnapshots(1), Persistence.light(),
        Persistence.stateOnly(), FULL.snapshotEvery(1).compactOnSnapshot(true).keepSnapshots(1));
    for (String backend : List.of("memory", "sqlite", "rocksdb")) {
      provider = FaultyProvider.of(backend);
      data = data.resolve(backend);
      each(policies, chain -> values(events).forEach(value -> chain.ask(new Put(value))));
      for (List<Persistence> later : List.of(policies, all(policies, Persistence.full()),
          all(policies, Persistence.stateOnly()))) {
        each(later, chain -> {
          assertEquals(Links.of(values(events)), chain.ask(new Look()));
          assertEquals(events, chain.ask(new At()));
        });
      }
    }
  }

  private static List<Persistence> all(List<Persistence> policies, Persistence one) {
    return Collections.nCopies(policies.size(), one);
  }

  /** In one system: of each policy an actor. */
  private void each(List<Persistence> policies, Consumer<ActorRef<Order<?>>> work) {
    try (ActorSystem system = open()) {
      for (int n = 0; n < policies.size(); n++) {
        work.accept(system.entity(Chain.named("chain-" + n).with(policies.get(n)), "1"));
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

  /** Every commit of an actor fails before or after it was stored, and the process goes down with it. */
  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite", "rocksdb" })
  void light_has_each_event_together_with_its_state_wherever_a_crash_falls(String backend) {
    for (int events = 0; events <= 2; events++) {
      for (Moment moment : List.of(Moment.BEFORE, Moment.AFTER)) {
        provider = FaultyProvider.of(backend);
        data = data.resolve(backend + events + moment);
        persisted(Persistence.light(), events);
        crashesAtTheNext(events + 1, moment);
        int stored = events + (moment == Moment.AFTER ? 1 : 0);
        List<Long> newest = stored == 0 ? List.of() : List.of((long) stored);
        assertEquals(new StreamHead(head().stream(), stored, 0, 0, newest),
            head());
        recovers(Persistence.light(), values(stored), stored);
        provider.faults.snapshotDamage = snapshot -> new Snapshot(snapshot.sequence(), new byte[9]);
        recovers(Persistence.light(), values(stored), stored);
      }
    }
  }

  private void crashesAtTheNext(long value, Moment moment) {
    try (ActorSystem system = open(Duration.ofMillis(100))) {
      ActorRef<Order<?>> chain = system.entity(Chain.type(Persistence.light()), "1");
      Eventually.succeeds(() -> chain.ask(new Look()));
      provider.faults.failAndGo(Call.COMMIT, 1, moment);
      assertThrows(PersistUnknown.class, () -> chain.ask(new Put(value)));
    }
    provider.faults.heal();
  }

  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite", "rocksdb" })
  void after_everything_was_compacted_numbers_go_on(String backend) {
    provider = FaultyProvider.of(backend);
    Persistence all = FULL.compactOnSnapshot(true).keepSnapshots(1);
    persisted(all, EVERY);
    assertEquals(new StreamHead(head().stream(), EVERY, EVERY, 0, List.of((long) EVERY)), head());
    recovers(all, values(EVERY), EVERY);
    try (ActorSystem system = open()) {
      assertEquals(Links.of(values(EVERY + 1)), system.entity(Chain.type(all), "1").ask(new Put(EVERY + 1)));
    }
    recovers(all, values(EVERY + 1), EVERY + 1);
  }

  @Test
  void state_only_keeps_no_event() {
    persisted(Persistence.stateOnly(), 7);
    assertEquals(new StreamHead(head().stream(), 7, 7, 0, List.of(7L)), head());
  }

  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite", "rocksdb" })
  void numbers_go_on_after_a_purge(String backend) {
    provider = FaultyProvider.of(backend);
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
