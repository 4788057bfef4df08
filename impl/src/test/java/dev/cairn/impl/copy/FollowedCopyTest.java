package dev.cairn.impl.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.EventLog;
import dev.cairn.api.KeyRing;
import dev.cairn.api.Persistence;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StorePromotion;
import dev.cairn.api.StoreRefused;
import dev.cairn.impl.TestKeys;
import dev.cairn.impl.copy.Counter.Count;
import dev.cairn.impl.copy.Counter.Counted;
import dev.cairn.impl.copy.Counter.Next;
import dev.cairn.impl.copy.Counter.Order;
import dev.cairn.impl.copy.Counter.Purge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies that go on while their originals are written. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FollowedCopyTest {
  private static final Map<String, Persistence> POLICIES = new TreeMap<>(Map.of("full", Persistence.full(), "light",
      Persistence.light(), "state", Persistence.stateOnly(), "compacted",
      Persistence.full().snapshotEvery(5).compactOnSnapshot(true).keepSnapshots(1)));
  private static final int PURGE_EVERY = 40;

  @TempDir
  Path folder;

  private final Map<String, Long> acknowledged = new TreeMap<>();
  private Path original = Path.of("");
  private Path copy = Path.of("");

  @BeforeEach
  void names() {
    original = folder.resolve("original");
    copy = folder.resolve("copy");
  }

  private ActorSystem open(String backend, Optional<KeyRing> keys) {
    var builder = ActorSystem.builder().data(original).backend(backend);
    keys.ifPresent(builder::keys);
    return builder.open();
  }

  private static ActorType<Order, Counted, Count> type(String policy, String name) {
    return Counter.named(name, POLICIES.get(policy)).in(policy);
  }

  /** One more event of each actor, and now and then a purge; the ledger outside has what was acknowledged. */
  private void count(ActorSystem system, String name, int time) {
    for (String policy : POLICIES.keySet()) {
      var ref = system.entity(type(policy, name), policy);
      acknowledged.merge(policy + "/" + name, 1L, Long::sum);
      assertEquals(acknowledged.get(policy + "/" + name), ref.ask(new Next()));
      if (time % PURGE_EVERY == PURGE_EVERY - 1) {
        ref.ask(new Purge());
        acknowledged.put(policy + "/" + name, 0L);
      }
    }
  }

  /** A follower that ends, or goes on, and hears when the copy has caught up. */
  private static final class Shown implements StoreCopy.Follower {
    private volatile long copied;
    private volatile int caughtUp;
    private volatile Runnable eachEvent = () -> {};

    @Override
    public void step(StoreCopy.Phase phase, long events, long all) {}

    @Override
    public void lag(StoreCopy.Lag lag) {
      copied = lag.copied();
      if (lag.behind() == 0) {
        caughtUp++;
      } else {
        eachEvent.run();
      }
    }

    void awaitPass(Future<?> following) throws Exception {
      int before = caughtUp;
      while (caughtUp < before + 2) {
        if (following.isDone() || Thread.interrupted()) {
          following.get();
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
    }
  }

  /** A standby that runs until it is interrupted. */
  private final class Standby {
    private final Shown shown = new Shown();
    private final FutureTask<StoreCopy.Result> following =
        new FutureTask<>(() -> follow("sqlite", Optional.empty()).grace(Duration.ofHours(1)).follow(shown));
    private final Thread thread = Thread.ofPlatform().start(following);

    void end() throws Exception {
      shown.awaitPass(following);
      thread.interrupt();
      thread.join();
      Throwable why = assertThrows(ExecutionException.class, following::get).getCause();
      assertTrue(why.getMessage().contains("was interrupted"), why.getMessage());
    }
  }

  private StoreCopy follow(String backend, Optional<KeyRing> keys) {
    StoreCopy made = StoreCopy.of(original, copy).backend(backend).grace(Duration.ZERO);
    keys.ifPresent(made::keys);
    return made;
  }

  private void assertHasAll(Optional<KeyRing> keys) {
    var builder = ActorSystem.builder().data(copy);
    keys.ifPresent(builder::keys);
    try (ActorSystem system = builder.open()) {
      acknowledged.forEach((actor, count) -> {
        String[] parts = actor.split("/");
        assertEquals(count + 1, system.entity(type(parts[0], parts[1]), parts[0]).ask(new Next()), actor);
      });
    }
    List<StoreInspector.Damage> found = new ArrayList<>();
    try (StoreInspector inspector = keys.map(ring -> StoreInspector.open(copy, ring))
        .orElseGet(() -> StoreInspector.open(copy))) {
      inspector.verify(found::add, events -> {});
    }
    assertEquals(List.of(), found);
  }

  @ParameterizedTest
  @CsvSource({ "sqlite, rocksdb", "rocksdb, sqlite" })
  void a_copy_follows_its_writer_with_all_that_it_does_and_ends_when_the_writer_does(String from, String to)
      throws Exception {
    Shown shown = new Shown();
    CompletableFuture<StoreCopy.Result> following;
    try (ActorSystem system = open(from, Optional.empty())) {
      count(system, "counter", 0);
      following = CompletableFuture.supplyAsync(() -> follow(to, Optional.empty()).follow(shown));
      for (int time = 1; time < 200; time++) {
        count(system, "counter", time);
        if (time % 50 == 0) {
          shown.awaitPass(following);
        }
        if (time > 100) {
          count(system, "another", time);
        }
      }
      assertFalse(following.isDone());
      assertThrows(StoreRefused.class, () -> ActorSystem.builder().data(copy).backend(to).open());
    }
    StoreCopy.Result result = following.get();
    assertEquals(to, result.backend());
    assertHasAll(Optional.empty());
  }

  @Test
  void a_copy_of_a_sealed_store_follows_its_keys() throws Exception {
    byte[] first = TestKeys.random();
    byte[] second = TestKeys.random();
    Shown shown = new Shown();
    KeyRing copied = KeyRing.of(1, EncryptedKey.of(first)).add(2, EncryptedKey.of(second));
    KeyRing written = KeyRing.of(1, EncryptedKey.of(first)).add(2, EncryptedKey.of(second));
    CompletableFuture<StoreCopy.Result> following;
    try (ActorSystem system = open("sqlite", Optional.of(written))) {
      count(system, "counter", 0);
      following = CompletableFuture.supplyAsync(() -> follow("rocksdb", Optional.of(copied)).follow(shown));
      shown.awaitPass(following);
      written.primary(2);
      copied.primary(2);
      count(system, "another", 1);
      shown.awaitPass(following);
    }
    following.get();
    assertHasAll(Optional.of(copied));
  }

  @Test
  void a_copy_that_was_interrupted_again_and_again_goes_on_and_has_nothing_twice() {
    try (ActorSystem system = open("sqlite", Optional.empty())) {
      for (int round = 0; round < 4; round++) {
        for (int time = 0; time < 25; time++) {
          count(system, "counter", time + round * 25);
        }
        Shown shown = new Shown();
        boolean interrupts = round % 2 == 0;
        shown.eachEvent = () -> {
          if (interrupts) {
            Thread.currentThread().interrupt();
          } else if (shown.copied > 20) {
            throw new IllegalStateException("cut off");
          }
        };
        assertThrows(RuntimeException.class,
            () -> follow("rocksdb", Optional.empty()).follow(shown));
        assertEquals(interrupts, Thread.interrupted());
        assertThrows(StoreRefused.class, () -> ActorSystem.builder().data(copy).open());
      }
    }
    follow("rocksdb", Optional.empty()).follow(new Shown());
    assertHasAll(Optional.empty());
  }

  @Test
  void a_standby_is_promoted_when_its_original_is_lost_and_tells_what_it_has() throws Exception {
    try (ActorSystem system = open("rocksdb", Optional.empty())) {
      count(system, "counter", 0);
      Standby standby = new Standby();
      for (int time = 1; time < 60; time++) {
        count(system, "counter", time);
      }
      awaitEverything(standby);
      standby.end();
    }
    StoreRefused early = assertThrows(StoreRefused.class, () -> StorePromotion.of(copy).run());
    assertTrue(early.getMessage().contains("can still be read"), early.getMessage());
    Files.move(original, folder.resolve("lost"));
    StorePromotion.Result result = StorePromotion.of(copy).run();
    assertEquals("sqlite", result.backend());
    assertEquals(List.of("compacted", "full", "light", "main", "state"),
        result.stores().stream().map(StorePromotion.Promoted::store).toList());
    assertHasAll(Optional.empty());
    assertThrows(StoreRefused.class, () -> StorePromotion.of(copy).run());
  }

  /** States are copied by a pass of their own, which begins now and then. */
  private void awaitEverything(Standby standby) throws Exception {
    Instant now = Instant.now();
    do {
      standby.shown.awaitPass(standby.following);
    } while (CopyFile.of(copy).asOf().filter(now::isBefore).isEmpty());
  }

  @Test
  void a_copy_is_never_deleted_for_an_original_that_was_replaced() throws Exception {
    try (ActorSystem system = open("sqlite", Optional.empty())) {
      count(system, "counter", 0);
    }
    new Standby().end();
    Files.move(original, folder.resolve("lost"));
    try (ActorSystem system = open("sqlite", Optional.empty())) {
      acknowledged.clear();
      count(system, "counter", 0);
    }
    StoreRefused refusal =
        assertThrows(StoreRefused.class, () -> follow("sqlite", Optional.empty()).follow(new Shown()));
    assertTrue(refusal.getMessage().contains("another store"), refusal.getMessage());
    assertThrows(StoreRefused.class, () -> StoreCopy.of(original, copy).keepReaders().run(new Shown()));
    Files.move(original, folder.resolve("another"));
    StorePromotion.of(copy).run();
    assertHasAll(Optional.empty());
  }

  @Test
  void a_standby_has_what_a_slow_reader_has_still_to_read_of_a_stream_that_has_gone_far_ahead() throws Exception {
    try (ActorSystem system = open("sqlite", Optional.empty())) {
      nextOfCompacted(system, 3);
      take(system, 2); // from now on nothing is deleted that it has not read
      nextOfCompacted(system, 10);
      take(system, 8);
      nextOfCompacted(system, 20);
      new Standby().end();
      nextOfCompacted(system, 40);
      take(system, 40);
      nextOfCompacted(system, 5); // deletes what both have read: more than the copy has, and less than the snapshot
      new Standby().end();
    }
    Files.move(original, folder.resolve("lost"));
    StorePromotion.of(copy).run();
    List<Long> next = new ArrayList<>();
    try (ActorSystem system = ActorSystem.builder().data(copy).open()) {
      next.addAll(take(system, 1));
    }
    assertEquals(List.of(51L), next);
    assertHasAll(Optional.empty());
  }

  private void nextOfCompacted(ActorSystem system, int times) {
    for (int time = 0; time < times; time++) {
      system.entity(type("compacted", "counter"), "compacted").ask(new Next());
    }
    acknowledged.merge("compacted/counter", (long) times, Long::sum);
  }

  /** Lets the reader take some events more, and returns their sequences. */
  private static List<Long> take(ActorSystem system, int most) throws InterruptedException {
    List<Long> taken = new CopyOnWriteArrayList<>();
    CountDownLatch enough = new CountDownLatch(1);
    EventLog.Following following = system.log("compacted").follow("slow", event -> {
      if (taken.size() == most) {
        enough.countDown();
        throw new InterruptedException("enough");
      }
      taken.add(event.sequence());
    });
    enough.await();
    following.close();
    return taken;
  }
}
