package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.Persistence;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Look;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Put;
import dev.cairn.impl.journal.Chain.TakeSnapshot;
import dev.cairn.impl.journal.Faults.Moment;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Snapshot;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A snapshot is an aid: losing one loses nothing, as long as the events are there. */
class SnapshotFailureTest {
  private static final Persistence.Full EVERY_TWO = Persistence.full().snapshotEvery(2);
  private final FaultyProvider memory = FaultyProvider.memory();
  private final Faults faults = memory.faults;

  private List<Long> snapshots() {
    return memory.head(Systems.MEMORY, "chain", "1").snapshots();
  }

  private static Links links(int count) {
    return Links.of(LongStream.rangeClosed(1, count).boxed().toList());
  }

  @Test
  void a_snapshot_that_fails_fails_no_command_and_is_tried_again_later() {
    for (Moment moment : Moment.values()) {
      FaultyProvider own = FaultyProvider.memory();
      try (ActorSystem system = Systems.open(own)) {
        ActorRef<Order<?>> chain = system.entity(Chain.type(EVERY_TWO), "1");
        chain.ask(new Put(1));
        own.faults.fail(Call.COMMIT, 2, moment);
        assertEquals(links(2), chain.ask(new Put(2)));
        assertEquals(links(3), chain.ask(new Put(3)), "and the next one is not affected");
        assertEquals(links(4), chain.ask(new Put(4)));
        assertTrue(own.head(Systems.MEMORY, "chain", "1").snapshots().stream().anyMatch(at -> at > 2));
      }
      assertEquals(2, own.faults.count(Call.OPEN));
    }
  }

  @Test
  void an_actor_that_asked_for_a_snapshot_is_told_that_it_failed() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> chain = system.entity(Chain.TYPE, "1");
      chain.ask(new Put(1));
      faults.answer = commits -> {
        faults.answer = null;
        return commits.stream().<CommitResult>map(each -> new CommitResult.TooLarge(1L << 40)).toList();
      };
      assertFalse(chain.ask(new TakeSnapshot()));
      assertEquals(links(2), chain.ask(new Put(2)));
      assertTrue(chain.ask(new TakeSnapshot()));
    }
  }

  private void damage(Set<Long> sequences) {
    faults.snapshotDamage = snapshot -> {
      byte[] record = snapshot.record().clone();
      record[record.length - 1] ^= 1;
      return sequences.contains(snapshot.sequence()) ? new Snapshot(snapshot.sequence(), record) : snapshot;
    };
  }

  private void persist(Persistence policy, int events) {
    persist(memory, policy, events);
  }

  private static void persist(FaultyProvider provider, Persistence policy, int events) {
    try (ActorSystem system = Systems.open(provider)) {
      ActorRef<Order<?>> chain = system.entity(Chain.type(policy), "1");
      for (long value = 1; value <= events; value++) {
        chain.ask(new Put(value));
      }
    }
  }

  @Test
  void a_damaged_snapshot_gives_way_to_an_older_one_also_where_events_are_compacted() {
    persist(EVERY_TWO.compactOnSnapshot(true), 6);
    assertEquals(List.of(4L, 6L), snapshots());
    damage(Set.of(6L));
    try (ActorSystem system = Systems.open(memory)) {
      assertEquals(links(6), system.entity(Chain.TYPE, "1").ask(new Look()));
    }
  }

  @Test
  void without_a_readable_snapshot_every_event_is_replayed_where_every_event_is_there() {
    for (Persistence policy : List.of(EVERY_TWO, Persistence.light())) {
      FaultyProvider own = FaultyProvider.memory();
      persist(own, policy, 3);
      own.faults.snapshotDamage = snapshot -> new Snapshot(snapshot.sequence(), new byte[9]);
      try (ActorSystem system = Systems.open(own)) {
        assertEquals(links(3), system.entity(Chain.TYPE, "1").ask(new Look()));
      }
    }
  }

  @Test
  void without_a_readable_snapshot_and_without_the_events_the_damage_is_named() {
    for (Persistence policy : List.of(EVERY_TWO.compactOnSnapshot(true), Persistence.stateOnly())) {
      FaultyProvider own = FaultyProvider.memory();
      persist(own, policy, 6);
      own.faults.snapshotDamage = snapshot -> new Snapshot(snapshot.sequence(), new byte[9]);
      try (ActorSystem system = Systems.open(own)) {
        RecoveryFailed failure =
            assertThrows(RecoveryFailed.class, () -> system.entity(Chain.TYPE, "1").ask(new Look()));
        assertInstanceOf(StoreDamaged.class, failure.getCause());
        assertTrue(failure.getMessage().contains("/chain/1 at event 6"), failure.getMessage());
      }
    }
  }

  @Test
  void a_stop_reads_nothing_and_stores_the_state_that_the_actor_has() {
    try (ActorSystem system = Systems.open(memory)) {
      system.entity(Chain.TYPE, "1").ask(new Put(1));
      for (Call call : List.of(Call.RECOVER, Call.EVENTS, Call.NEXT, Call.LOG)) {
        faults.failAll(call, Faults.broken(call));
      }
    }
    faults.heal();
    assertEquals(List.of(1L), snapshots());
  }

  @Test
  void a_recovery_writes_nothing() {
    persist(EVERY_TWO, 5);
    int before = faults.count(Call.COMMIT);
    try (ActorSystem system = Systems.open(memory)) {
      system.entity(Chain.type(EVERY_TWO), "1").ask(new Look());
    }
    assertEquals(before, faults.count(Call.COMMIT));
  }
}
