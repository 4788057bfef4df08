package dev.cairn.impl.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.EventHandler;
import dev.cairn.api.EventLog;
import dev.cairn.api.EventLog.Start;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.Persistence;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreInspector;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.AddAll;
import dev.cairn.impl.Ledger.Total;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows of RocksDB that somebody deleted or changed by raw calls: a verification names each, and no actor begins anew.
 */
@Timeout(60)
class LostRowsTest {
  @TempDir
  Path data;

  private ActorSystem open() {
    return ActorSystem.builder().data(data).backend("rocksdb").open();
  }

  @BeforeEach
  void fill() {
    try (ActorSystem system = open()) {
      for (String actor : List.of("a", "b", "c")) {
        for (long amount : List.of(11L, 12L, 13L)) {
          system.entity(Ledger.TYPE, actor).ask(new Add(amount));
        }
      }
    }
  }

  private List<StoreInspector.Damage> verify() {
    List<StoreInspector.Damage> damages = new ArrayList<>();
    try (StoreInspector inspector = StoreInspector.open(data)) {
      inspector.verify(damages::add, events -> {
      });
    }
    return damages;
  }

  private List<String> places() {
    return verify().stream().map(StoreInspector.Damage::place).toList();
  }

  private void assertNeverFresh(String actor) {
    try (ActorSystem system = open()) {
      RecoveryFailed failure =
          assertThrows(RecoveryFailed.class, () -> system.entity(Ledger.TYPE, actor).ask(new Add(1)));
      StoreDamaged damage = assertInstanceOf(StoreDamaged.class, failure.getCause());
      assertTrue(String.valueOf(damage.getMessage()).contains("/ledger/" + actor), damage.getMessage());
      assertEquals(36, system.entity(Ledger.TYPE, "c").ask(new Total()).total(), "others never notice");
      assertEquals(0, system.entity(Ledger.TYPE, "new").ask(new Total()).total(), "nor does a new one");
    }
  }

  @Test
  void a_store_that_nobody_has_touched_is_whole() {
    assertEquals(List.of(), verify());
  }

  @Test
  void an_actor_whose_entry_is_deleted_is_no_fresh_one_and_is_named() {
    try (RawRocks raw = new RawRocks(data)) {
      raw.deleteEntry("main", "b");
    }
    assertEquals(List.of("stream /ledger/b"), places());
    assertNeverFresh("b");
  }

  @Test
  void an_actor_that_has_nothing_but_a_state_is_no_fresh_one_either() {
    try (ActorSystem system = open()) {
      system.entity(Ledger.TYPE.with(Persistence.stateOnly()), "d").ask(new Add(1));
    }
    try (RawRocks raw = new RawRocks(data)) {
      raw.deleteEntry("main", "d");
    }
    assertEquals(List.of("stream /ledger/d"), places());
    assertNeverFresh("d");
  }

  @Test
  void a_store_of_the_version_before_notices_it_once_it_was_opened_to_write() {
    try (RawRocks raw = new RawRocks(data)) {
      raw.deleteAll('i');
    }
    open().close();
    try (RawRocks raw = new RawRocks(data)) {
      raw.deleteEntry("main", "b");
    }
    assertNeverFresh("b");
  }

  @Test
  void an_actor_whose_name_is_deleted_is_named() {
    try (RawRocks raw = new RawRocks(data)) {
      raw.deleteName("main", "b");
    }
    List<String> places = places();
    assertTrue(places.contains("stream /ledger/b"), places::toString);
  }

  @Test
  void an_event_that_is_not_in_the_log_is_named() {
    try (RawRocks raw = new RawRocks(data)) {
      raw.deleteNewestPlaces();
    }
    assertEquals(List.of("event 3 of stream /ledger/c"), places());
  }

  @Test
  void an_event_that_the_log_shows_twice_in_the_place_of_another_is_named() {
    try (RawRocks raw = new RawRocks(data)) {
      raw.repeatNewestPlaces();
    }
    List<String> places = places();
    assertTrue(places.contains("event 3 of stream /ledger/c"), places::toString);
  }

  @Test
  void records_of_nobody_are_named() {
    try (RawRocks raw = new RawRocks(data)) {
      raw.deleteName("main", "b");
      raw.deleteEntry("main", "b");
    }
    List<StoreInspector.Damage> damages = verify();
    assertTrue(damages.stream().anyMatch(damage -> damage.what().contains("which has no name")), damages::toString);
  }

  @Test
  void a_reader_whose_place_is_behind_the_end_of_the_log_is_named() throws Exception {
    readAll();
    try (RawRocks raw = new RawRocks(data)) {
      raw.deleteAll('h');
      raw.deleteAll('l');
    }
    List<StoreInspector.Damage> damages = verify();
    assertTrue(damages.stream().anyMatch(damage -> damage.place().equals("reader all of store main")
        && damage.what().contains("the log ends at")), damages::toString);
  }

  private void readAll() throws InterruptedException {
    CountDownLatch taken = new CountDownLatch(9);
    try (ActorSystem system = open();
        EventLog.Following following = system.log("main").follow("all", Start.EVENTS, new EventHandler() {
          @Override
          public void event(LoggedEvent event) {
            taken.countDown();
          }
        })) {
      assertTrue(taken.await(20, TimeUnit.SECONDS), following::toString);
    }
  }

  @Test
  void each_event_of_a_block_that_cannot_be_read_is_named_with_its_stream() throws IOException {
    try (ActorSystem system = open()) {
      system.entity(Ledger.TYPE, "b").ask(new AddAll(LongStream.rangeClosed(1, 5_000).boxed().toList()));
    }
    Path table;
    try (Stream<Path> files = Files.list(data.resolve("cairn.rocksdb"))) {
      table = files.filter(file -> file.toString().endsWith(".sst"))
          .max((one, other) -> Long.compare(one.toFile().length(), other.toFile().length())).orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(table);
    bytes[bytes.length / 2] ^= 1;
    Files.write(table, bytes);
    List<String> places = places();
    assertEquals(2, places.size(), places::toString);
    assertTrue(places.get(0).matches("events \\d+ to \\d+ of stream /ledger/b"), places::toString);
    assertTrue(places.get(1).startsWith("the log of store main after position"), places::toString);
    try (ActorSystem system = open()) {
      String told = String.valueOf(assertThrows(StoreDamaged.class,
          () -> system.events(system.entity(Ledger.TYPE, "b"), 1, Long.MAX_VALUE).count()).getMessage());
      assertTrue(told.contains("/ledger/b"), told);
    }
  }
}
