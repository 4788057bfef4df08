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
import dev.cairn.api.bind.BackendAccess;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.AddAll;
import dev.cairn.impl.Ledger.Total;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bytes that somebody moved or changed by raw SQL or raw puts into RocksDB: named by stream and sequence, and never
 * another state.
 */
@ParameterizedClass
@CsvSource({ "sqlite, true", "sqlite, false", "rocksdb, true", "rocksdb, false" })
class TamperedTest {
  private static final int RECORDS = 100;
  private static final StreamKey STREAM = new StreamKey("main", "ledger", "a");

  @TempDir
  Path data;

  @Parameter(0)
  String backend = "";

  @Parameter(1)
  boolean sealed;

  private final byte[] key = TestKeys.random();

  private Optional<KeyRing> ring() {
    return sealed ? Optional.of(KeyRing.of(EncryptedKey.of(key))) : Optional.empty();
  }

  private ActorSystem open() {
    ActorSystem.Builder builder = ActorSystem.builder().data(data).backend(backend);
    ring().ifPresent(builder::keys);
    return builder.open();
  }

  private RawStore raw() {
    return RawStore.open(backend, data);
  }

  private void fill() {
    fill(Ledger.TYPE);
    fill(Ledger.TYPE.in("other"));
  }

  private void fill(ActorType<Ledger.Entry<?>, ?, ?> type) {
    try (ActorSystem system = open()) {
      for (String actor : List.of("a", "b", "c")) {
        for (long amount : List.of(11L, 12L, 13L)) {
          system.entity(type, actor).ask(new Add(amount));
        }
      }
    }
  }

  private static void overwrite(RawStore raw, String actor, long sequence, byte[] record) {
    raw.dropSnapshots();
    raw.putEvent("main", actor, sequence, record);
  }

  private void assertDamaged(String actor, long sequence) {
    try (ActorSystem system = open()) {
      RecoveryFailed failure =
          assertThrows(RecoveryFailed.class, () -> system.entity(Ledger.TYPE, actor).ask(new Total()));
      StoreDamaged damage = assertInstanceOf(StoreDamaged.class, failure.getCause());
      assertNames("Event " + sequence + " of stream /ledger/" + actor, damage);
      assertEquals(36, system.entity(Ledger.TYPE, "c").ask(new Total()).total(), "others never notice");
    }
  }

  private static void assertNames(String place, StoreDamaged damage) {
    assertTrue(String.valueOf(damage.getMessage()).startsWith(place), damage.getMessage());
  }

  @Test
  void two_events_that_changed_places_do_not_open() {
    fill();
    try (RawStore raw = raw()) {
      byte[] second = raw.event("main", "a", 2);
      overwrite(raw, "a", 2, raw.event("main", "a", 3));
      overwrite(raw, "a", 3, second);
    }
    assertDamaged("a", 2);
  }

  @Test
  void the_event_of_another_actor_does_not_open() {
    fill();
    try (RawStore raw = raw()) {
      overwrite(raw, "b", 3, raw.event("main", "a", 3));
    }
    assertDamaged("b", 3);
  }

  @Test
  void the_event_of_another_store_with_the_same_key_does_not_open() {
    fill();
    try (RawStore raw = raw()) {
      overwrite(raw, "a", 1, raw.event("other", "a", 1));
    }
    assertDamaged("a", 1);
  }

  @Test
  void a_record_of_a_plain_store_and_one_of_a_sealed_store_are_not_taken_for_each_other() {
    fill();
    try (RawStore raw = raw()) {
      byte[] record = raw.event("main", "a", 1);
      record[0] ^= 1;
      overwrite(raw, "a", 1, record);
    }
    assertDamaged("a", 1);
  }

  /** Snapshots at 2 and 4 of four events: 11, 12, 13, 14. */
  private void fillWithSnapshots(boolean compact) {
    try (ActorSystem system = open()) {
      var type = Ledger.TYPE.with(Persistence.full().snapshotEvery(2).keepSnapshots(2).compactOnSnapshot(compact));
      for (long amount : List.of(11L, 12L, 13L, 14L)) {
        system.entity(type, "c").ask(new Add(amount));
      }
    }
  }

  @Test
  void an_old_snapshot_over_a_new_one_is_not_opened_and_the_state_is_still_right() {
    fillWithSnapshots(false);
    try (RawStore raw = raw()) {
      raw.putSnapshot("c", 4, raw.snapshot("c", 2));
    }
    try (ActorSystem system = open()) {
      assertEquals(new Ledger.Sum(50, 4), system.entity(Ledger.TYPE, "c").ask(new Total()));
    }
  }

  @Test
  void where_no_snapshot_opens_and_events_are_compacted_it_is_named() {
    fillWithSnapshots(true);
    try (RawStore raw = raw()) {
      byte[] older = raw.snapshot("c", 2);
      raw.putSnapshot("c", 2, raw.snapshot("c", 4));
      raw.putSnapshot("c", 4, older);
    }
    try (ActorSystem system = open()) {
      RecoveryFailed failure =
          assertThrows(RecoveryFailed.class, () -> system.entity(Ledger.TYPE, "c").ask(new Total()));
      assertNames("The snapshot of stream /ledger/c at event 4",
          assertInstanceOf(StoreDamaged.class, failure.getCause()));
    }
  }

  @Test
  void a_snapshot_is_not_taken_for_an_event() {
    fill();
    try (RawStore raw = raw()) {
      overwrite(raw, "a", 3, raw.snapshot("a", 3));
    }
    assertDamaged("a", 3);
    try (StoreInspector inspector = ring().map(keys -> StoreInspector.open(data, keys))
        .orElseGet(() -> StoreInspector.open(data))) {
      StoreInspector.Stream stream = inspector.find("main/ledger/a").get(0);
      assertNames("Event 3 of stream /ledger/a",
          assertThrows(StoreDamaged.class, () -> inspector.events(stream, event -> {})));
    }
  }

  @Test
  void an_event_is_not_taken_for_a_snapshot_and_the_state_is_still_right() {
    fillWithSnapshots(false);
    try (RawStore raw = raw()) {
      raw.putSnapshot("c", 4, raw.event("main", "c", 4));
    }
    try (ActorSystem system = open()) {
      assertEquals(new Ledger.Sum(50, 4), system.entity(Ledger.TYPE, "c").ask(new Total()));
    }
  }

  @Test
  void one_flipped_bit_in_each_byte_of_a_hundred_records_opens_nothing() {
    try (ActorSystem system = open()) {
      system.entity(Ledger.TYPE, "a").ask(new AddAll(LongStream.rangeClosed(1, RECORDS).boxed().toList()));
    }
    try (RawStore raw = raw(); Backend reader = Location.openToRead(data, BackendAccess.PLAIN)) {
      StoreView view = new StoreView(() -> StoreDescription.read(reader, "main", ring()).orElseThrow());
      List<byte[]> right =
          LongStream.rangeClosed(1, RECORDS).mapToObj(sequence -> raw.event("main", "a", sequence)).toList();
      int most = right.stream().mapToInt(record -> record.length).max().orElseThrow();
      for (int at = 0; at < most; at++) {
        flip(raw, right, at);
        assertRefused(reader, view, right, at);
      }
    }
  }

  private static void flip(RawStore raw, List<byte[]> right, int at) {
    raw.together(() -> {
      for (int i = 0; i < right.size(); i++) {
        byte[] record = right.get(i).clone();
        if (at < record.length) {
          record[at] ^= (byte) (1 << (i + at) % 8);
        }
        raw.putEvent("main", "a", i + 1L, record);
      }
    });
  }

  private static void assertRefused(Backend reader, StoreView view, List<byte[]> right, int at) {
    List<StoredEvent> stored = new ArrayList<>();
    try (Cursor<StoredEvent> events = reader.events(STREAM, 1, RECORDS)) {
      for (StoredEvent event = events.next(); event != null; event = events.next()) {
        stored.add(event);
      }
    }
    assertEquals(RECORDS, stored.size());
    for (StoredEvent event : stored) {
      if (at < right.get((int) event.sequence() - 1).length) {
        assertNames("Event " + event.sequence() + " of stream /ledger/a",
            assertThrows(StoreDamaged.class, () -> view.of(event), "byte " + at));
      }
    }
  }
}
