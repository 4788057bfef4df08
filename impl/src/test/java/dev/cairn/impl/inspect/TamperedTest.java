package dev.cairn.impl.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.KeyRing;
import dev.cairn.api.Persistence;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreInspector;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.AddAll;
import dev.cairn.impl.Ledger.Total;
import dev.cairn.impl.RawSql;
import dev.cairn.impl.TestKeys;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that somebody moved or changed by raw SQL: named by stream and sequence, and never another state. */
class TamperedTest {
  private static final StreamKey STREAM = new StreamKey("main", "ledger", "a");
  private static final String PLACE =
      " WHERE seq = ? AND stream = (SELECT id FROM stream WHERE store = ? AND type = 'ledger' AND name = ?)";

  @TempDir
  Path data;

  private final byte[] key = TestKeys.random();

  private Optional<KeyRing> ring(boolean sealed) {
    return sealed ? Optional.of(KeyRing.of(EncryptedKey.of(key))) : Optional.empty();
  }

  private ActorSystem open(boolean sealed) {
    ActorSystem.Builder builder = ActorSystem.builder().data(data).backend("sqlite");
    ring(sealed).ifPresent(builder::keys);
    return builder.open();
  }

  private void fill(boolean sealed) {
    fill(sealed, Ledger.TYPE);
    fill(sealed, Ledger.TYPE.in("other"));
  }

  private void fill(boolean sealed, ActorType<Ledger.Entry<?>, ?, ?> type) {
    try (ActorSystem system = open(sealed)) {
      for (String actor : List.of("a", "b", "c")) {
        for (long amount : List.of(11L, 12L, 13L)) {
          system.entity(type, actor).ask(new Add(amount));
        }
      }
    }
  }

  private byte[] record(RawSql sql, String store, String actor, long sequence) {
    return sql.blobs("SELECT record FROM event" + PLACE, sequence, store, actor.getBytes()).get(0);
  }

  /** Changes an event, and takes the snapshots away that would make a recovery pass it over. */
  private void overwrite(RawSql sql, String actor, long sequence, byte[] record) {
    sql.update("DELETE FROM snapshot");
    assertEquals(1, sql.update("UPDATE event SET record = ?" + PLACE, record, sequence, "main", actor.getBytes()));
  }

  private void damaged(boolean sealed, String actor, long sequence) {
    try (ActorSystem system = open(sealed)) {
      RecoveryFailed failure =
          assertThrows(RecoveryFailed.class, () -> system.entity(Ledger.TYPE, actor).ask(new Total()));
      StoreDamaged damage = assertInstanceOf(StoreDamaged.class, failure.getCause());
      String place = "Event " + sequence + " of stream main/ledger/" + actor;
      assertTrue(String.valueOf(damage.getMessage()).startsWith(place), damage.getMessage());
      assertEquals(36, system.entity(Ledger.TYPE, "c").ask(new Total()).total(), "others never notice");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = { true, false })
  void two_events_that_changed_places_do_not_open(boolean sealed) {
    fill(sealed);
    try (RawSql sql = new RawSql(data)) {
      byte[] second = record(sql, "main", "a", 2);
      overwrite(sql, "a", 2, record(sql, "main", "a", 3));
      overwrite(sql, "a", 3, second);
    }
    damaged(sealed, "a", 2);
  }

  @ParameterizedTest
  @ValueSource(booleans = { true, false })
  void the_event_of_another_actor_does_not_open(boolean sealed) {
    fill(sealed);
    try (RawSql sql = new RawSql(data)) {
      overwrite(sql, "b", 3, record(sql, "main", "a", 3));
    }
    damaged(sealed, "b", 3);
  }

  @ParameterizedTest
  @ValueSource(booleans = { true, false })
  void the_event_of_another_store_with_the_same_key_does_not_open(boolean sealed) {
    fill(sealed);
    try (RawSql sql = new RawSql(data)) {
      overwrite(sql, "a", 1, record(sql, "other", "a", 1));
    }
    damaged(sealed, "a", 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = { true, false })
  void a_record_of_a_plain_store_and_one_of_a_sealed_store_are_not_taken_for_each_other(boolean sealed) {
    fill(sealed);
    try (RawSql sql = new RawSql(data)) {
      byte[] record = record(sql, "main", "a", 1);
      record[0] ^= 1;
      overwrite(sql, "a", 1, record);
    }
    damaged(sealed, "a", 1);
  }

  /** Snapshots at 2 and 4 of four events: 11, 12, 13, 14. */
  private void fillWithSnapshots(boolean sealed, boolean compact) {
    try (ActorSystem system = open(sealed)) {
      var type = Ledger.TYPE.with(Persistence.full().snapshotEvery(2).keepSnapshots(2).compactOnSnapshot(compact));
      for (long amount : List.of(11L, 12L, 13L, 14L)) {
        system.entity(type, "c").ask(new Add(amount));
      }
    }
  }

  private byte[] snapshot(RawSql sql, long sequence) {
    return sql.blobs("SELECT record FROM snapshot" + PLACE, sequence, "main", "c".getBytes()).get(0);
  }

  private void overwriteSnapshot(RawSql sql, long sequence, byte[] record) {
    assertEquals(1, sql.update("UPDATE snapshot SET record = ?" + PLACE, record, sequence, "main", "c".getBytes()));
  }

  @ParameterizedTest
  @ValueSource(booleans = { true, false })
  void an_old_snapshot_over_a_new_one_is_not_opened_and_the_state_is_still_right(boolean sealed) {
    fillWithSnapshots(sealed, false);
    try (RawSql sql = new RawSql(data)) {
      overwriteSnapshot(sql, 4, snapshot(sql, 2));
    }
    try (ActorSystem system = open(sealed)) {
      assertEquals(new Ledger.Sum(50, 4), system.entity(Ledger.TYPE, "c").ask(new Total()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = { true, false })
  void where_no_snapshot_opens_and_events_are_compacted_it_is_named(boolean sealed) {
    fillWithSnapshots(sealed, true);
    try (RawSql sql = new RawSql(data)) {
      byte[] older = snapshot(sql, 2);
      overwriteSnapshot(sql, 2, snapshot(sql, 4));
      overwriteSnapshot(sql, 4, older);
    }
    try (ActorSystem system = open(sealed)) {
      RecoveryFailed failure =
          assertThrows(RecoveryFailed.class, () -> system.entity(Ledger.TYPE, "c").ask(new Total()));
      StoreDamaged damage = assertInstanceOf(StoreDamaged.class, failure.getCause());
      assertTrue(String.valueOf(damage.getMessage()).startsWith("The snapshot of stream main/ledger/c at event 4"),
          damage.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = { true, false })
  void a_snapshot_is_not_taken_for_an_event(boolean sealed) {
    fill(sealed);
    fillWithSnapshots(sealed, false);
    try (RawSql sql = new RawSql(data)) {
      overwrite(sql, "a", 3, sql.blobs("SELECT record FROM snapshot").get(0));
    }
    try (StoreInspector inspector = ring(sealed).map(keys -> StoreInspector.open(data, keys))
        .orElseGet(() -> StoreInspector.open(data))) {
      StoreInspector.Stream stream = inspector.find("main/ledger/a").get(0);
      StoreDamaged damage = assertThrows(StoreDamaged.class, () -> inspector.events(stream, event -> {}));
      assertTrue(String.valueOf(damage.getMessage()).startsWith("Event 3 of stream main/ledger/a"),
          damage.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = { true, false })
  void one_flipped_bit_in_each_byte_of_five_hundred_records_opens_nothing(boolean sealed) {
    try (ActorSystem system = open(sealed)) {
      system.entity(Ledger.TYPE, "a").ask(new AddAll(LongStream.rangeClosed(1, 500).boxed().toList()));
    }
    try (RawSql sql = new RawSql(data); Backend backend = Location.openToRead(data, Optional.empty())) {
      StoreView view = new StoreView(() -> StoreDescription.read(backend, "main", ring(sealed)).orElseThrow());
      List<byte[]> right = sql.blobs("SELECT record FROM event WHERE length(record) > 0 AND stream = "
          + "(SELECT id FROM stream WHERE type = 'ledger') ORDER BY seq");
      int most = right.stream().mapToInt(record -> record.length).max().orElseThrow();
      for (int at = 0; at < most; at++) {
        flip(sql, right, at);
        refused(backend, view, right, at);
      }
    }
  }

  private static void flip(RawSql sql, List<byte[]> right, int at) {
    sql.update("BEGIN");
    for (int i = 0; i < right.size(); i++) {
      byte[] record = right.get(i).clone();
      if (at < record.length) {
        record[at] ^= (byte) (1 << (i + at) % 8);
      }
      sql.update("UPDATE event SET record = ?" + PLACE, record, i + 1L, "main", "a".getBytes());
    }
    sql.update("COMMIT");
  }

  private static void refused(Backend backend, StoreView view, List<byte[]> right, int at) {
    List<StoredEvent> stored = new ArrayList<>();
    try (Cursor<StoredEvent> events = backend.events(STREAM, 1, 500)) {
      for (StoredEvent event = events.next(); event != null; event = events.next()) {
        stored.add(event);
      }
    }
    assertEquals(500, stored.size());
    for (StoredEvent event : stored) {
      if (at < right.get((int) event.sequence() - 1).length) {
        StoreDamaged damage = assertThrows(StoreDamaged.class, () -> view.of(event), "byte " + at);
        assertTrue(String.valueOf(damage.getMessage())
            .startsWith("Event " + event.sequence() + " of stream main/ledger/a"), damage.getMessage());
      }
    }
  }
}
