package dev.cairn.impl.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.EventLog;
import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.Persistence;
import dev.cairn.api.StoreHandover;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreRefused;
import dev.cairn.impl.Patience;
import dev.cairn.impl.copy.Counter.Count;
import dev.cairn.impl.copy.Counter.Counted;
import dev.cairn.impl.copy.Counter.Next;
import dev.cairn.impl.copy.Counter.Order;
import dev.cairn.impl.copy.Counter.Purge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A running system that hands its location over, under load, with a ledger of what was acknowledged outside. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HandoverTest {
  private static final Map<String, Persistence> POLICIES = new TreeMap<>(Map.of("full", Persistence.full(), "light",
      Persistence.light(), "state", Persistence.stateOnly(), "compacted",
      Persistence.full().snapshotEvery(5).compactOnSnapshot(true).keepSnapshots(1), "pipelined",
      Persistence.full().pipelined()));
  private static final int PURGE_EVERY = 40;
  private static final int WRITERS = 3;
  private static final int MORE = 60;

  @TempDir
  Path folder;

  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private volatile boolean enough;
  private volatile boolean written;
  private Path before = Path.of("");
  private Path after = Path.of("");

  @BeforeEach
  void names() {
    before = folder.resolve("before");
    after = folder.resolve("after");
  }

  private static ActorType<Order, Counted, Count> type(String policy) {
    return Counter.named(policy, POLICIES.get(policy)).in(policy.equals("state") ? "states" : "main");
  }

  /** One more event of an actor under each policy, and now and then a purge of those whose id says so. */
  private void count(ActorSystem system, String id, int time) {
    for (String policy : POLICIES.keySet()) {
      var ref = system.entity(type(policy), id);
      String name = policy + "/" + id;
      long told = ref.ask("command " + time, new Next());
      long expected = acknowledged.merge(name, 1L, Long::sum);
      if (told != expected) {
        wrong.add(name + " is " + told + " and not " + expected);
      }
      if (id.startsWith("purged") && time % PURGE_EVERY == PURGE_EVERY - 1) {
        ref.ask(new Purge());
        acknowledged.put(name, 0L);
      }
    }
  }

  private Future<Void> write(ActorSystem system, String id) {
    FutureTask<Void> task = new FutureTask<>(() -> {
      for (int time = 0; !enough; time++) {
        count(system, id, time);
      }
      return null;
    });
    Thread.ofVirtual().start(task);
    return task;
  }

  /** Hears each event of the actors that are not purged once and in order. */
  private final class Once {
    private final Map<String, Long> last = new ConcurrentHashMap<>();
    private final String reader;
    private final Predicate<String> counts;

    /** One who must hear all events of the actors that count. */
    Once(String reader, Predicate<String> counts) {
      this.reader = reader;
      this.counts = counts;
    }

    void take(LoggedEvent event) {
      String name = event.actorType() + "/" + event.id();
      Long newest = last.put(name, event.sequence());
      boolean next = newest == null ? event.sequence() == 1 : event.sequence() == newest + 1;
      if (counts.test(name) && !next) {
        wrong.add(reader + " got event " + event.sequence() + " of " + name + " after " + newest);
      }
    }

    boolean hasAll() {
      return missing().isEmpty();
    }

    void requireAll() {
      assertEquals(List.of(), missing(), reader);
    }

    private List<String> missing() {
      return acknowledged.keySet().stream().filter(counts)
          .filter(name -> !acknowledged.get(name).equals(last.get(name))).toList();
    }
  }

  private static boolean isLogged(String name) {
    return !name.contains("/purged") && !name.startsWith("state/");
  }

  private Future<Void> poll(ActorSystem system, Once once) {
    FutureTask<Void> task = new FutureTask<>(() -> {
      EventLog log = system.log("main");
      LogOffset from = log.start();
      boolean last = false;
      while (!last) {
        last = written;
        EventLog.Page page = log.stored(from, 50);
        page.events().forEach(once::take);
        last &= page.events().isEmpty();
        from = page.next();
      }
      return null;
    });
    Thread.ofVirtual().start(task);
    return task;
  }

  /** Waits until some more is acknowledged. */
  private void awaitMore() {
    long now = all();
    Patience.until(() -> all() > now + MORE);
  }

  private long all() {
    return acknowledged.values().stream().mapToLong(Long::longValue).sum();
  }

  private StoreHandover.Result handOver(String from, String to) throws Exception {
    Once followed = new Once("the follower", HandoverTest::isLogged);
    Once polled = new Once("the poller", name -> isLogged(name) && !name.startsWith("compacted/")); // it holds nothing
    try (ActorSystem system = ActorSystem.builder().data(before).backend(from).open()) {
      system.log("main").follow("reader", followed::take);
      List<Future<Void>> tasks = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        tasks.add(write(system, "actor" + writer));
      }
      tasks.add(write(system, "purged"));
      Future<Void> polling = poll(system, polled);
      awaitMore();
      StoreHandover.Result result = StoreHandover.of(system, after).backend(to).run();
      awaitMore();
      enough = true;
      for (Future<Void> task : tasks) {
        task.get();
      }
      written = true;
      polling.get();
      polled.requireAll();
      assertCounts(system);
      Patience.until(followed::hasAll);
      return result;
    }
  }

  @ParameterizedTest
  @CsvSource({ "sqlite, rocksdb", "rocksdb, sqlite" })
  void a_system_under_load_goes_on_in_another_backend_with_all_that_was_acknowledged_once(String from, String to)
      throws Exception {
    StoreHandover.Result result = handOver(from, to);
    System.out.println(from + " to " + to + ": " + result);
    assertEquals(List.of(), List.copyOf(wrong));
    assertTrue(result.events() > 0);
    StoreRefused refused =
        assertThrows(StoreRefused.class, () -> ActorSystem.builder().data(before).backend(from).open());
    assertTrue(refused.getMessage().contains(after.toString()), refused::getMessage);
    try (ActorSystem system = ActorSystem.builder().data(after).open()) {
      assertCounts(system);
      count(system, "actor0", -1);
    }
    try (StoreInspector inspector = StoreInspector.open(after)) {
      assertEquals(0, inspector.verify(damage -> wrong.add(damage.toString()), events -> {
      }).damages(), wrong::toString);
    }
  }

  private void assertCounts(ActorSystem system) {
    for (String name : List.copyOf(acknowledged.keySet())) {
      String[] parts = name.split("/");
      assertEquals(acknowledged.merge(name, 1L, Long::sum),
          system.entity(type(parts[0]), parts[1]).ask(new Next()), name);
    }
  }
}
