package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.Sum;
import dev.cairn.impl.Ledger.Total;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is damaged is named, and is never another state. */
class DamageTest {
  private final FaultyProvider memory = FaultyProvider.memory();
  private boolean snapshotsCanBeRead;

  private ActorSystem open(UnaryOperator<@Nullable StoredEvent> damage) {
    memory.faults.damage = damage;
    if (!snapshotsCanBeRead) {
      memory.faults.snapshotDamage = snapshot -> new Snapshot(snapshot.sequence(), new byte[9]); // read the events
    }
    return Systems.open(memory);
  }

  @BeforeEach
  void store_three_events_each() {
    try (ActorSystem system = open(event -> event)) {
      for (long amount = 1; amount <= 3; amount++) {
        system.entity(Ledger.TYPE, "1").ask(new Add(amount));
        system.entity(Ledger.TYPE, "2").ask(new Add(amount));
      }
    }
  }

  private void damaged(UnaryOperator<@Nullable StoredEvent> damage, String told) {
    UnaryOperator<@Nullable StoredEvent> ofTheFirst =
        event -> event != null && event.stream().id().equals("1") ? damage.apply(event) : event;
    try (ActorSystem system = open(ofTheFirst)) {
      RecoveryFailed failure =
          assertThrows(RecoveryFailed.class, () -> system.entity(Ledger.TYPE, "1").ask(new Total()));
      assertInstanceOf(StoreDamaged.class, failure.getCause());
      assertTrue(failure.getMessage().contains(told), failure.getMessage());
      assertTrue(failure.getMessage().contains("ledger/1"), failure.getMessage());
      assertThrows(RecoveryFailed.class, () -> system.spawn(Ledger.TYPE, "1"));
      assertEquals(new Sum(6, 3), system.entity(Ledger.TYPE, "2").ask(new Total()), "others never notice");
    }
  }

  @Test
  void a_gap_names_the_event_that_is_missing() {
    damaged(event -> event.sequence() == 2 ? null : event, "event 2 is missing");
  }

  @Test
  void a_lost_tail_is_noticed_where_the_head_knows_of_it() {
    damaged(event -> event.sequence() == 3 ? null : event, "ends at 2; its last event is 3");
  }

  @Test
  void a_head_that_knows_of_more_than_is_there_is_damage_and_no_fresh_actor() {
    headed(head -> new StreamHead(head.stream(), 5, 0, 0, List.of()), "ends at 3; its last event is 5");
  }

  @Test
  void a_snapshot_ahead_of_its_log_is_damage() {
    snapshotsCanBeRead = true;
    memory.faults.snapshotDamage = snapshot -> snapshot;
    headed(head -> new StreamHead(head.stream(), 2, 0, 0, List.of(2L)), "ends at 3; its last event is 2");
  }

  private void headed(UnaryOperator<StreamHead> damage, String told) {
    memory.faults.headDamage = head -> head.stream().id().equals("1") ? damage.apply(head) : head;
    damaged(event -> event, told);
  }

  @Test
  void a_flipped_bit_names_its_event() {
    damaged(event -> {
      byte[] record = event.record().clone();
      record[record.length / 2] ^= 4;
      return event.sequence() == 2 ? with(event, record) : event;
    }, "Event 2 of stream /ledger/1");
  }

  @Test
  void the_event_of_another_place_does_not_open() {
    StoredEvent[] first = new StoredEvent[1];
    damaged(event -> {
      first[0] = event.sequence() == 1 ? event : first[0];
      return event.sequence() == 2 ? with(event, first[0].record()) : event;
    }, "moved from another place");
  }

  private static StoredEvent with(StoredEvent event, byte[] record) {
    return new StoredEvent(event.stream(), event.sequence(), event.position(), record);
  }
}
