package dev.cairn.impl.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.EventLog;
import dev.cairn.api.HistoryCompacted;
import dev.cairn.api.KeyRing;
import dev.cairn.api.MissingKey;
import dev.cairn.api.Persistence;
import dev.cairn.api.StoreCompaction;
import dev.cairn.api.StoreCompaction.Result;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreLocked;
import dev.cairn.api.UnwantedKey;
import dev.cairn.api.WrongKey;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.AddAll;
import dev.cairn.impl.Ledger.Booked;
import dev.cairn.impl.Ledger.Entry;
import dev.cairn.impl.Ledger.Sum;
import dev.cairn.impl.Ledger.Total;
import dev.cairn.impl.RawSql;
import dev.cairn.impl.TestKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a compaction deletes, what it leaves, and that every actor is afterwards what it was. */
class StoreCompactionTest {
  /** Snapshots at 4 and 8 of nine events, and one at 9 when it comes to rest. */
  private static final ActorType<Entry<?>, Booked, Sum> KEEPING =
      Ledger.TYPE.with(Persistence.full().snapshotEvery(4).keepSnapshots(2).compactOnSnapshot(false));
  private static final ActorType<Entry<?>, Booked, Sum> LIGHT = Ledger.TYPE.in("light").with(Persistence.light());
  private static final StoreCompaction.Progress SILENT = (events, all) -> {};

  @TempDir
  Path data;

  private final KeyRing ring = KeyRing.of(EncryptedKey.of(TestKeys.random()));

  private ActorSystem open() {
    return ActorSystem.builder().data(data).backend("sqlite").open();
  }

  private static void fill(ActorSystem system, ActorType<Entry<?>, Booked, Sum> type, String... ids) {
    for (String id : ids) {
      for (long amount = 1; amount <= 9; amount++) {
        system.entity(type, id).ask(new Add(amount));
      }
    }
  }

  private void fill() {
    try (ActorSystem system = open()) {
      fill(system, KEEPING, "a", "b");
    }
  }

  private List<StoreInspector.Stream> find(String name) {
    try (StoreInspector inspector = StoreInspector.open(data)) {
      return inspector.find(name);
    }
  }

  private long events(String name) {
    return find(name).get(0).events();
  }

  private static Result done(long streams, long deleted, long needed) {
    return new Result("main", streams, deleted, 0, List.of(), needed, List.of());
  }

  @Test
  void what_the_oldest_snapshot_covers_is_deleted_and_every_actor_is_what_it_was() {
    fill();
    assertEquals(List.of(done(2, 16, 2)), StoreCompaction.of(data).run(SILENT));
    assertEquals(1, events("a"));
    assertEquals(List.of(done(0, 0, 2)), StoreCompaction.of(data).run(SILENT), "a second one finds nothing");
    try (ActorSystem system = open()) {
      assertEquals(new Sum(45, 9), system.entity(KEEPING, "a").ask(new Total()));
      system.entity(KEEPING, "b").ask(new Add(5));
      assertEquals(new Sum(50, 10), system.entity(KEEPING, "b").ask(new Total()));
    }
  }

  @Test
  void what_a_reader_has_still_to_read_is_held_for_it_and_free_once_it_is_dropped() throws Exception {
    CountDownLatch half = new CountDownLatch(5);
    List<Long> seen = new ArrayList<>();
    try (ActorSystem system = open()) {
      fill(system, KEEPING, "a");
      EventLog.Following following = system.log("main").follow("audit", event -> {
        if (half.getCount() == 0) {
          throw new IllegalStateException("enough for now");
        }
        seen.add(event.sequence());
        half.countDown();
      });
      half.await();
      following.close();
    }
    Result held = StoreCompaction.of(data).run(SILENT).get(0);
    assertEquals(new Result("main", 1, 5, 3, List.of("audit"), 1, List.of()), held);
    assertEquals(List.of(held.held(), List.of("audit")), List.of(
        StoreCompaction.of(data).run(SILENT).get(0).held(), held.holders()));
    try (ActorSystem system = open()) {
      CountDownLatch rest = new CountDownLatch(4);
      system.log("main").follow("audit", event -> {
        seen.add(event.sequence());
        rest.countDown();
      });
      rest.await();
      assertEquals(LongStream.rangeClosed(1, 9).boxed().toList(), seen, "no event was skipped");
      system.log("main").drop("audit");
    }
    assertEquals(List.of(done(1, 3, 1)), StoreCompaction.of(data).run(SILENT));
    try (ActorSystem system = open()) {
      assertThrows(HistoryCompacted.class, () -> system.log("main").follow("late", event -> {}));
    }
  }

  @Test
  void a_dry_run_says_the_same_beside_a_live_writer_and_deletes_nothing() {
    fill();
    try (ActorSystem system = open()) {
      assertEquals(List.of(done(2, 16, 2)), StoreCompaction.of(data).dryRun(SILENT));
      assertThrows(StoreLocked.class, () -> StoreCompaction.of(data).run(SILENT));
      assertEquals(9, events("a"));
      assertEquals(new Sum(45, 9), system.entity(KEEPING, "a").ask(new Total()));
    }
  }

  @Test
  void only_the_streams_that_are_named_are_touched() {
    fill();
    assertEquals(List.of(done(1, 8, 1)), StoreCompaction.of(data).only(find("a")).run(SILENT));
    assertEquals(List.of(1L, 9L), List.of(events("a"), events("b")));
  }

  @Test
  void a_light_actor_keeps_its_state_and_loses_its_history() {
    try (ActorSystem system = open()) {
      fill(system, LIGHT, "a");
    }
    assertEquals(List.of(new Result("light", 1, 9, 0, List.of(), 0, List.of()), done(0, 0, 0)),
        StoreCompaction.of(data).run(SILENT));
    try (ActorSystem system = open()) {
      assertEquals(new Sum(45, 9), system.entity(LIGHT, "a").ask(new Total()));
      assertThrows(HistoryCompacted.class, () -> system.stateAt(LIGHT, "a", 3));
    }
  }

  @Test
  void under_a_damaged_snapshot_nothing_is_deleted_and_it_is_named() {
    fill();
    try (RawSql sql = new RawSql(data)) {
      assertEquals(1, sql.update("UPDATE snapshot SET record = zeroblob(length(record)) WHERE seq = 8"
          + " AND stream = (SELECT id FROM stream WHERE name = ?)", "a".getBytes()));
    }
    Result result = StoreCompaction.of(data).run(SILENT).get(0);
    assertEquals(List.of(1L, 8L), List.of(result.streams(), result.deleted()));
    assertEquals("the snapshot at 8 of stream /ledger/a", result.damages().get(0).place());
    assertEquals(List.of(9L, 1L), List.of(events("a"), events("b")));
  }

  @Test
  void a_sealed_store_needs_its_key_before_anything_is_opened_to_write() {
    try (ActorSystem system = ActorSystem.builder().data(data).backend("sqlite").keys(ring).open()) {
      fill(system, KEEPING, "a");
      assertThrows(MissingKey.class, () -> StoreCompaction.of(data).run(SILENT));
      KeyRing wrong = KeyRing.of(EncryptedKey.of(TestKeys.random()));
      assertThrows(WrongKey.class, () -> StoreCompaction.of(data).keys(wrong).run(SILENT));
    }
    assertEquals(List.of(done(1, 8, 1)), StoreCompaction.of(data).keys(ring).run(SILENT));
    try (ActorSystem system = ActorSystem.builder().data(data).backend("sqlite").keys(ring).open()) {
      assertEquals(new Sum(45, 9), system.entity(KEEPING, "a").ask(new Total()));
    }
  }

  @Test
  void a_key_for_a_plain_store_is_refused() {
    fill();
    assertThrows(UnwantedKey.class, () -> StoreCompaction.of(data).keys(ring).run(SILENT));
    assertEquals(9, events("a"));
  }

  @ParameterizedTest
  @ValueSource(ints = { 1, 2 })
  void cut_off_in_the_middle_it_has_deleted_a_part_and_the_next_one_goes_on(int afterSteps) {
    try (ActorSystem system = open()) {
      fill(system, KEEPING, "a", "b", "c");
      for (int i = 0; i < 5; i++) {
        system.entity(KEEPING, "b").ask(new AddAll(LongStream.rangeClosed(1, 5_000).boxed().toList()));
      }
    }
    int[] steps = new int[1];
    assertThrows(IllegalStateException.class, () -> StoreCompaction.of(data).run((events, all) -> {
      if (++steps[0] > afterSteps) {
        throw new IllegalStateException("cut off");
      }
    }));
    long left = events("b");
    assertTrue(left < 25_009, () -> left + " events are left of the long stream");
    try (ActorSystem system = open()) {
      assertEquals(25_009, system.entity(KEEPING, "b").ask(new Total()).events());
      assertEquals(new Sum(45, 9), system.entity(KEEPING, "c").ask(new Total()));
    }
    long[] last = new long[2];
    StoreCompaction.of(data).run((events, all) -> {
      last[0] = events;
      last[1] = all;
    });
    assertEquals(last[1], last[0], "the progress comes to its end");
    assertEquals(List.of(1L, 5_000L, 1L), List.of(events("a"), events("b"), events("c")));
  }
}
