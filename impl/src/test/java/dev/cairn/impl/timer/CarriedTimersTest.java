package dev.cairn.impl.timer;

import static dev.cairn.impl.timer.WallClock.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Persistence;
import dev.cairn.api.StoreCompaction;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreInspector;
import dev.cairn.impl.Patience;
import dev.cairn.impl.RawSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What copies, backups and compactions do with durable timers. */
@Timeout(120)
class CarriedTimersTest {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final List<Persistence> POLICIES = List.of(Persistence.light(), Persistence.full(),
      Persistence.full().snapshotEvery(5).compactOnSnapshot(true).keepSnapshots(1));

  @TempDir
  Path folder;

  private final WallClock clock = new WallClock();
  private final AtomicInteger quiet = new AtomicInteger();
  private final List<ActorType<Bell.Order<?>, Bell.Happened, Bell.Diary>> types = new ArrayList<>();
  private Path original = Path.of("");

  @BeforeEach
  void setsTimersUnderEveryPolicyAndStoresMore() {
    for (int i = 0; i < POLICIES.size(); i++) {
      types.add(Bell.type("bell" + i, (ring, ctx) -> {
        if (ring.text().equals("quiet")) {
          return ring.reply(quiet.incrementAndGet());
        }
        return Bell.persist(ring, ctx);
      }).with(POLICIES.get(i)));
    }
    original = folder.resolve("original");
    try (ActorSystem system = open(original, "sqlite")) {
      for (var type : types) {
        ActorRef<Bell.Order<?>> bell = system.entity(type, "1");
        Bell.set(bell, "week", NOON.plus(WEEK));
        Bell.set(bell, "quiet", NOON);
        Patience.until(() -> Bell.pending(bell, "quiet").isEmpty());
        for (int more = 0; more < 12; more++) {
          bell.ask(new Bell.Do<>(ctx -> ctx.persist(new Bell.Happened("set more"))));
        }
      }
    }
    assertEquals(types.size(), quiet.get());
    clock.set(NOON.plus(WEEK));
  }

  @AfterEach
  void stopsTheClock() {
    clock.close();
  }

  @Test
  void a_copy_to_another_backend_and_a_copy_of_that_carry_what_is_pending_and_nothing_that_has_ended() {
    Path copy = folder.resolve("copy");
    StoreCopy.of(original, copy).backend("rocksdb").run((phase, events, all) -> {
    });
    Path again = folder.resolve("again");
    StoreCopy.of(copy, again).run((phase, events, all) -> {
    });
    assertFires(copy, "rocksdb");
    assertFires(again, "rocksdb");
    assertFires(original, "sqlite");
  }

  @Test
  void compaction_carries_what_is_pending() {
    StoreCompaction.of(original).run((events, all) -> {
    });
    assertFires(original, "sqlite");
  }

  @Test
  void a_compaction_after_a_kill_deletes_events_that_nobody_has_read_and_what_they_have_set_fires() throws IOException {
    var type = Bell.type("killed", Bell::persist).with(Persistence.full().snapshotEvery(5).keepSnapshots(1));
    types.add(type);
    Path killed = folder.resolve("killed");
    try (ActorSystem system = open(folder.resolve("running"), "sqlite")) {
      Bell.set(system.entity(types.get(0), "2"), "first", NOON);
      Patience.until(() -> !Bell.rung(system.entity(types.get(0), "2")).isEmpty());
      Bell.set(system.entity(type, "1"), "later", NOON.plus(WEEK).plusSeconds(1));
      for (int more = 0; more < 12; more++) {
        system.entity(type, "1").ask(new Bell.Do<>(ctx -> ctx.persist(new Bell.Happened("set more"))));
      }
      Files.createDirectory(killed);
      try (Stream<Path> files = Files.list(folder.resolve("running"))) {
        for (Path file : files.toList()) {
          Files.copy(file, killed.resolve(file.getFileName())); // as a kill leaves it
        }
      }
    }
    assertTrue(StoreCompaction.of(killed).run((events, all) -> {
    }).getFirst().deleted() >= 10);
    clock.set(NOON.plus(WEEK).plusSeconds(1));
    try (ActorSystem system = open(killed, "sqlite")) {
      Patience.until(() -> !Bell.rung(system.entity(type, "1")).isEmpty());
      assertEquals(List.of("later"), Bell.rung(system.entity(type, "1")));
    }
  }

  @Test
  void what_was_written_down_of_them_is_made_anew_where_it_cannot_be_read() {
    try (RawSql sql = new RawSql(original)) {
      assertTrue(sql.update("UPDATE snapshot SET record = zeroblob(length(record))"
          + " WHERE stream IN (SELECT id FROM stream WHERE type = ?)", "_timer") > 0);
    }
    try (ActorSystem system = open(original, "sqlite")) {
      types.forEach(type -> Patience.until(() -> !Bell.rung(system.entity(type, "1")).isEmpty()));
    }
    assertEquals(types.size(), quiet.get());
  }

  private void assertFires(Path data, String backend) {
    for (int session = 0; session < 2; session++) {
      try (ActorSystem system = open(data, backend)) {
        for (var type : types) {
          Patience.until(() -> !Bell.rung(system.entity(type, "1")).isEmpty());
          assertEquals(List.of("week"), Bell.rung(system.entity(type, "1")));
          assertTrue(Bell.pending(system.entity(type, "1"), "week").isEmpty());
        }
      }
    }
    assertEquals(types.size(), quiet.get());
    try (StoreInspector inspector = StoreInspector.open(data)) {
      assertEquals(0, inspector.verify(damage -> {
      }, events -> {
      }).damages());
    }
  }

  private ActorSystem open(Path data, String backend) {
    return ActorSystem.builder().data(data).backend(backend).time(clock).types(types.toArray(ActorType<?, ?, ?>[]::new))
        .open();
  }
}
