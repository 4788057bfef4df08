package dev.cairn.impl.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.EventHandler;
import dev.cairn.api.EventLog;
import dev.cairn.api.EventLog.Start;
import dev.cairn.api.KeyRing;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.LoggedState;
import dev.cairn.api.Persistence;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.Withdrawal;
import dev.cairn.impl.TestKeys;
import dev.cairn.impl.copy.Counter.Count;
import dev.cairn.impl.copy.Counter.Counted;
import dev.cairn.impl.copy.Counter.Next;
import dev.cairn.impl.copy.Counter.Order;
import dev.cairn.impl.copy.Counter.Purge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers of a store that is backed up and restored, and of one that is copied. */
@Timeout(120)
class KeptReadersTest {
  private static final StoreCopy.Progress SILENT = (phase, events, all) -> {};
  private static final String ADDED_AFTERWARDS = "later";

  private static final ActorType<Order, Counted, Count> TYPE = Counter.named("counter", Persistence.full());

  /** Keeps what readers have not read, and has snapshots that are far ahead of that. */
  private static final ActorType<Order, Counted, Count> COMPACTED =
      Counter.named("compacted", Persistence.full().snapshotEvery(3).compactOnSnapshot(true).keepSnapshots(2));

  private static final ActorType<Order, Counted, Count> STATE = Counter.named("state", Persistence.stateOnly());

  /** Takes some, and then no more. */
  private static final class Taker implements EventHandler {
    private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
    private final CountDownLatch enough = new CountDownLatch(1);
    private long left;

    Taker(long most) {
      left = most;
    }

    private String next() throws InterruptedException {
      return Objects.requireNonNull(taken.poll(20, TimeUnit.SECONDS), "nothing more came");
    }

    private void take(String what) throws InterruptedException {
      if (left == 0) {
        enough.countDown();
        throw new InterruptedException("enough");
      }
      left--;
      taken.add(what);
    }

    @Override
    public void event(LoggedEvent event) throws InterruptedException {
      take(event.actorType() + "/" + event.id() + " " + event.sequence());
    }

    @Override
    public void state(LoggedState state) throws InterruptedException {
      take("state of " + state.actorType() + "/" + state.id() + " " + state.sequence());
    }

    @Override
    public void withdrawn(Withdrawal withdrawal) throws InterruptedException {
      take("no " + withdrawal.actorType() + "/" + withdrawal.id() + " " + withdrawal.firstSequence() + "-"
          + withdrawal.lastSequence());
    }
  }

  @TempDir
  Path folder;

  private static void next(ActorSystem system, ActorType<Order, Counted, Count> type, String id, int times) {
    for (int time = 0; time < times; time++) {
      system.entity(type, id).ask(new Next());
    }
  }

  private static void round(ActorSystem system, int round) {
    for (String id : List.of("a", "b", "c")) {
      next(system, COMPACTED, id, 2);
      next(system, TYPE, id, 1);
      next(system, STATE, id, 1);
    }
    if (round % 3 == 2) {
      system.entity(TYPE, "c").ask(new Purge());
      system.entity(COMPACTED, "b").ask(new Purge());
    }
  }

  /** Registers readers that come to different places while the actors go on, compact and purge themselves. */
  private void live(Path data, String backend, Optional<KeyRing> ring) throws InterruptedException {
    ActorSystem.Builder builder = ActorSystem.builder().data(data).backend(backend);
    ring.ifPresent(builder::keys);
    try (ActorSystem system = builder.open()) {
      EventLog log = system.log("main");
      log.follow("at the start", new Taker(0)).close();
      List<EventLog.Following> following = new ArrayList<>();
      List<Taker> takers = new ArrayList<>();
      for (int reader = 0; reader < 8; reader++) {
        takers.add(new Taker(3 + reader * 7L));
        following.add(log.follow("reader " + reader, takers.get(reader)));
      }
      for (int round = 0; round < 9; round++) {
        round(system, round);
      }
      for (Taker taker : takers) {
        assertTrue(taker.enough.await(20, TimeUnit.SECONDS));
      }
      following.forEach(EventLog.Following::close);
      log.drop("at the start");
      round(system, 0);
      log.follow("states to come", Start.SNAPSHOTS, new Taker(2)).close();
      Taker all = new Taker(Long.MAX_VALUE);
      try (EventLog.Following end = log.follow("at the end", Start.SNAPSHOTS, all)) {
        next(system, TYPE, end.reader(), 1);
        while (!all.next().equals("counter/at the end 1")) {
          assertEquals(Optional.empty(), end.trouble());
        }
      }
    }
  }

  /** What each reader gets from where it is. */
  private Map<String, List<String>> rest(Path data, Optional<KeyRing> ring) throws InterruptedException {
    Map<String, List<String>> rest = new TreeMap<>();
    ActorSystem.Builder builder = ActorSystem.builder().data(data);
    ring.ifPresent(builder::keys);
    try (ActorSystem system = builder.open()) {
      next(system, TYPE, ADDED_AFTERWARDS, 1);
      EventLog log = system.log("main");
      for (EventLog.Reader reader : log.readers()) {
        Taker taker = new Taker(Long.MAX_VALUE);
        List<String> taken = new ArrayList<>();
        try (EventLog.Following following = log.follow(reader.name(), taker)) {
          String last = "";
          while (!last.equals("counter/" + ADDED_AFTERWARDS + " 1")) {
            last = taker.next();
            taken.add(last);
          }
          assertEquals(Optional.empty(), following.trouble());
        }
        rest.put(reader.name(), taken);
      }
    }
    return rest;
  }

  private void assertRestored(String backend, Optional<KeyRing> ring, Optional<KeyRing> newRing)
      throws InterruptedException {
    Path data = folder.resolve("data");
    Path backup = folder.resolve("backup");
    Path restored = folder.resolve("restored");
    live(data, backend, ring);
    StoreCopy.Result result = copy(data, backup, ring).run(SILENT);
    assertTrue(result.readers().contains("main/reader 7"), result::toString);
    StoreCopy restoring = copy(backup, restored, ring);
    newRing.ifPresent(restoring::rekey);
    restoring.run(SILENT);
    Map<String, List<String>> rest = rest(data, ring);
    assertTrue(rest.get("reader 0").stream().anyMatch(what -> what.startsWith("no ")), rest::toString);
    assertTrue(rest.get("reader 0").size() > rest.get("reader 7").size(), rest::toString);
    assertEquals(List.of("counter/later 1"), rest.get("at the end"));
    assertEquals(rest, rest(restored, newRing.or(() -> ring)));
    assertEquals(rest, rest(backup, ring));
  }

  private static StoreCopy copy(Path from, Path to, Optional<KeyRing> ring) {
    StoreCopy copy = StoreCopy.of(from, to).keepReaders();
    ring.ifPresent(copy::keys);
    return copy;
  }

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void each_reader_goes_on_in_what_is_restored_with_the_very_event_that_came_next(String backend) throws Exception {
    assertRestored(backend, Optional.empty(), Optional.empty());
  }

  @Test
  void that_holds_in_a_sealed_store_too_and_with_another_key() throws Exception {
    assertRestored("sqlite", Optional.of(KeyRing.of(1, EncryptedKey.of(TestKeys.random()))),
        Optional.of(KeyRing.of(2, EncryptedKey.of(TestKeys.random()))));
  }

  @Test
  void a_copy_that_was_cut_off_and_goes_on_puts_each_where_it_is_by_then() throws Exception {
    Path data = folder.resolve("data");
    Path backup = folder.resolve("backup");
    live(data, "sqlite", Optional.empty());
    for (StoreCopy.Phase phase : StoreCopy.Phase.values()) {
      assertThrows(IllegalStateException.class, () -> StoreCopy.of(data, backup).keepReaders().run((now, done, all) -> {
        if (now == phase) {
          throw new IllegalStateException("cut off");
        }
      }));
      StoreRefused refused = assertThrows(StoreRefused.class, () -> StoreCopy.of(data, backup).run(SILENT));
      assertTrue(refused.getMessage().contains("--keep-readers"), refused.getMessage());
      try (ActorSystem system = ActorSystem.builder().data(data).open()) {
        round(system, 0);
        EventLog log = system.log("main");
        log.drop("reader " + phase.ordinal());
        Taker five = new Taker(5);
        try (EventLog.Following following = log.follow("reader 5", five)) {
          assertTrue(five.enough.await(20, TimeUnit.SECONDS), following::reader);
        }
      }
    }
    StoreCopy.of(data, backup).keepReaders().run(SILENT);
    assertEquals(rest(data, Optional.empty()), rest(backup, Optional.empty()));
  }

  @Test
  void a_copy_leaves_readers_behind_and_names_them() throws Exception {
    Path data = folder.resolve("data");
    Path copy = folder.resolve("copy");
    live(data, "sqlite", Optional.empty());
    StoreCopy.Result result = StoreCopy.of(data, copy).backend("rocksdb").run(SILENT);
    assertTrue(result.readers().containsAll(List.of("main/reader 0", "main/states to come")), result::toString);
    try (StoreInspector inspector = StoreInspector.open(copy)) {
      assertEquals(List.of(), inspector.readers("main"));
    }
  }
}
