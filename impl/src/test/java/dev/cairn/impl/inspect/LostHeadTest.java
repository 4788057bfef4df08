package dev.cairn.impl.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.Persistence;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreInspector;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.Total;
import dev.cairn.impl.RawSql;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that somebody deleted by raw SQL, while others know of them: neither a shorter history nor a fresh actor. */
class LostHeadTest {
  private static final byte[] ACTOR = "c".getBytes(StandardCharsets.UTF_8);
  private static final String OF_THE_ACTOR = " WHERE stream = (SELECT id FROM stream WHERE name = ?)";

  @TempDir
  Path data;

  private ActorSystem open() {
    return ActorSystem.builder().data(data).backend("sqlite").open();
  }

  /** Snapshots at 2 and 4 of four events. */
  private void fill(boolean compact) {
    try (ActorSystem system = open()) {
      var type = Ledger.TYPE.with(Persistence.full().snapshotEvery(2).compactOnSnapshot(compact));
      for (long amount : List.of(11L, 12L, 13L, 14L)) {
        system.entity(type, "c").ask(new Add(amount));
      }
    }
  }

  private void deleteEvents(long first) {
    try (RawSql sql = new RawSql(data)) {
      for (String table : List.of("event", "place", "recent")) {
        sql.update("DELETE FROM " + table + OF_THE_ACTOR + " AND seq >= ?", ACTOR, first);
      }
    }
  }

  private void assertDamaged() {
    try (ActorSystem system = open()) {
      for (int again = 1; again <= 2; again++) {
        RecoveryFailed failure =
            assertThrows(RecoveryFailed.class, () -> system.entity(Ledger.TYPE, "c").ask(new Add(1)));
        StoreDamaged damage = assertInstanceOf(StoreDamaged.class, failure.getCause());
        assertTrue(String.valueOf(damage.getMessage()).contains("/ledger/c"), damage.getMessage());
      }
      assertEquals(0, system.entity(Ledger.TYPE, "d").ask(new Total()).total(), "others never notice");
    }
  }

  @Test
  void a_snapshot_that_is_ahead_of_its_log_is_damage() {
    fill(false);
    deleteEvents(4);
    assertDamaged();
    deleteEvents(1);
    assertDamaged();
  }

  @Test
  void a_verification_goes_on_with_the_others_where_a_head_cannot_be_true() {
    fill(false);
    try (ActorSystem system = open()) {
      for (String other : List.of("a", "b", "d", "e")) {
        system.entity(Ledger.TYPE, other).ask(new Add(1));
      }
    }
    deleteEvents(4);
    List<String> places = new ArrayList<>();
    try (StoreInspector inspector = StoreInspector.open(data)) {
      StoreInspector.Check check = inspector.verify(damage -> places.add(damage.place()), events -> {
      });
      assertEquals(4, check.events(), "those of the four others");
    }
    assertEquals(List.of("stream /ledger/c", "the log of store main after position 0:0"), places);
  }

  @Test
  void where_every_snapshot_is_lost_and_events_are_compacted_it_is_damage() {
    fill(true);
    try (RawSql sql = new RawSql(data)) {
      assertEquals(2, sql.update("DELETE FROM snapshot" + OF_THE_ACTOR, ACTOR));
    }
    assertDamaged();
    deleteEvents(1);
    assertDamaged();
  }
}
