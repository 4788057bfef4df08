package dev.cairn.impl.golden;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.EventHandler;
import dev.cairn.api.EventLog;
import dev.cairn.api.EventLog.Start;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.LoggedState;
import dev.cairn.impl.golden.Till.Content;
import dev.cairn.impl.golden.Till.Happened;
import dev.cairn.impl.golden.Till.Order;
import dev.cairn.impl.golden.Till.Pay;
import dev.cairn.impl.golden.Till.PayAll;
import dev.cairn.impl.golden.Till.Purge;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is in a golden store: actors of all policies, command ids, compaction, purged streams, readers that have come to
 * the end and halfway, and one that is gone. Nothing is deleted from the log of the store "side".
 */
final class Scene {
  private static final String PURGED = "purged";
  private static final List<ActorType<Order<?>, Happened, Content>> KEEPING = List.of(
      Till.TYPES.get(0).in("side"), Till.TYPES.get(3).in("side"));

  private Scene() {}

  static List<ActorType<Order<?>, Happened, Content>> types(String store) {
    return store.equals("main") ? Till.TYPES : KEEPING;
  }

  static List<String> ids(String store) {
    return store.equals("main") ? List.of("a", "é/1", PURGED) : List.of("a", "b");
  }

  /** What the first opening writes before it closes. */
  static void begin(ActorSystem system) throws InterruptedException {
    payAll(system, "first");
    read(system.log("side"), "end", Start.EVENTS, 12, () -> {});
    read(system.log("side"), "halfway", Start.EVENTS, 7, () -> {});
    read(system.log("side"), "dropped", Start.EVENTS, 1, () -> {});
    system.log("side").drop("dropped");
    payAll(system, "second");
    purgeAll(system);
  }

  /** What the second opening writes. */
  static void goOn(ActorSystem system) throws InterruptedException {
    payAll(system, "third");
    read(system.log("side"), "end", Start.EVENTS, 12, () -> {});
    read(system.log("main"), "compacting", Start.SNAPSHOTS, 5, () -> payAll(system, "fourth"));
    purgeAll(system);
    payAll(system, "fifth");
  }

  private static void payAll(ActorSystem system, String note) {
    for (String store : List.of("main", "side")) {
      for (ActorType<Order<?>, Happened, Content> type : types(store)) {
        ids(store).forEach(id -> pay(system.entity(type, id), note));
      }
    }
  }

  private static void pay(ActorRef<Order<?>> till, String note) {
    till.ask(note, new Pay(till.path().length(), note));
    if (!note.equals("second")) {
      till.ask(new PayAll(List.of(10L, 20L)));
    }
  }

  private static void purgeAll(ActorSystem system) {
    types("main").forEach(type -> system.entity(type, PURGED).ask(new Purge()));
  }

  /** Lets a reader take so many events, and states before that, and then closes it. */
  private static void read(EventLog log, String reader, Start start, int most, Runnable meanwhile)
      throws InterruptedException {
    Taking taking = new Taking(most);
    taking.following.complete(log.follow(reader, start, taking));
    meanwhile.run();
    if (!taking.done.await(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The reader " + reader + " has taken " + taking.taken + " events.");
    }
    taking.following.join().close();
  }

  /** Takes so many events. */
  private static final class Taking implements EventHandler {
    private final int most;
    private final CompletableFuture<EventLog.Following> following = new CompletableFuture<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicInteger taken = new AtomicInteger();

    private Taking(int most) {
      this.most = most;
    }

    @Override
    public void event(LoggedEvent event) {
      if (taken.incrementAndGet() == most) {
        following.join().close();
        done.countDown();
      }
    }

    @Override
    public void state(LoggedState state) {
      // the events after it are what counts
    }
  }
}
