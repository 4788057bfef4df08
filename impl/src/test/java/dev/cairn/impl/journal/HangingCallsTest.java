package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.EventLog;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Look;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Put;
import dev.cairn.spi.CommitResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is called while the store, or an author's code, does not come back ends by its deadline. */
@Timeout(60)
class HangingCallsTest {
  private static final Duration DEADLINE = Duration.ofMillis(1_500);
  private static final Duration SOON = Duration.ofSeconds(6);
  private static final int MANY = 6;

  @TempDir
  Path data;

  private final FaultyProvider sqlite = FaultyProvider.of("sqlite");
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  /** With a time that suffices for what does not hang, also beside other work, and is over soon. */
  private ActorSystem open() {
    return Systems.open(sqlite, data, DEADLINE);
  }

  private static ActorSystem opened(ActorSystem system) {
    system.entity(Chain.TYPE, "1").ask(new Put(1));
    system.entity(Chain.TYPE, "1").ask(new Put(2));
    return system;
  }

  @AfterEach
  void letGo() {
    go.countDown();
    callers.close();
  }

  private static <T> T soon(Supplier<T> call) {
    long began = System.nanoTime();
    try {
      return call.get();
    } finally {
      long took = System.nanoTime() - began;
      assertTrue(took < SOON.toNanos(), () -> "it took " + Duration.ofNanos(took));
    }
  }

  private List<CompletableFuture<Void>> many(Supplier<?> call) {
    return IntStream.range(0, MANY).mapToObj(i -> CompletableFuture.runAsync(() -> soon(call), callers)).toList();
  }

  private static void assertUnavailable(List<CompletableFuture<Void>> calls) {
    calls.forEach(call -> assertInstanceOf(StoreUnavailable.class,
        assertThrows(Exception.class, call::get).getCause()));
  }

  @Test
  void while_a_commit_hangs_what_writes_ends_at_the_deadline_and_what_only_reads_is_not_stalled() {
    try (ActorSystem system = opened(open())) {
      ActorRef<Order<?>> known = system.entity(Chain.TYPE, "1");
      EventLog log = system.log("main");
      sqlite.faults.pause = () -> {
        inside.countDown();
        go.await();
      };
      var write = known.askAsync(new Put(3));
      var begin = many(() -> system.entity(Chain.TYPE.in("fresh"), "1"));
      var logs = many(() -> system.log("fresh"));
      var follow = many(() -> log.follow("reader " + Thread.currentThread().threadId(), event -> {
      }));
      assertEquals(2, soon(() -> system.log("main").read(log.start(), 10)).events().size());
      assertEquals(2, soon(() -> system.events(known, 1, 9).count()));
      assertEquals(Links.of(List.of(1L)), soon(() -> system.stateAt(Chain.TYPE, "1", 1)));
      assertEquals(List.of(), soon(log::readers));
      assertUnavailable(begin);
      assertUnavailable(logs);
      assertUnavailable(follow);
      assertThrows(Exception.class, write::get);
      sqlite.faults.pause = null;
      go.countDown();
      assertEquals(Links.NONE, Eventually.succeeds(() -> system.entity(Chain.TYPE.in("fresh"), "1").ask(new Look())));
    }
  }

  @Test
  void while_reads_hang_each_of_them_ends_at_the_deadline_and_the_next_ones_have_threads() {
    try (ActorSystem system = opened(open())) {
      ActorRef<Order<?>> known = system.entity(Chain.TYPE, "1");
      EventLog log = system.log("main");
      sqlite.faults.reading = go::await;
      sqlite.faults.hangs = call -> call == Call.LOG || call == Call.EVENTS || call == Call.STORES;
      var reads = many(() -> log.read(log.start(), 1));
      var events = many(() -> system.events(known, 1, 2).count());
      var begin = many(() -> system.entity(Chain.TYPE.in("fresh"), "1"));
      assertUnavailable(reads);
      assertUnavailable(events);
      assertUnavailable(begin);
      sqlite.faults.hangs = call -> false;
      assertEquals(2, soon(() -> log.read(log.start(), 10)).events().size());
      assertEquals(Links.of(List.of(1L, 2L, 3L)), soon(() -> known.ask(new Put(3))));
    }
  }

  @Test
  void actors_whose_apply_does_not_come_back_stop_no_other_and_are_named_with_the_event() {
    CountDownLatch endless = new CountDownLatch(1);
    try (ActorSystem system = opened(Systems.open(sqlite, data, Duration.ofSeconds(20)))) {
      IntStream.range(0, 20).forEach(i -> system.entity(Chain.TYPE, "w" + i).ask(new Put(i)));
      sqlite.faults.answer =
          commits -> commits.stream().<CommitResult>map(each -> new CommitResult.TooLarge(1)).toList();
    } // no snapshot is kept, so there is something to apply
    sqlite.faults.answer = null;
    var type = Chain.applying(() -> {
      if (Thread.currentThread().getName().startsWith("cairn-store")) {
        await(endless);
      }
    });
    try (ActorSystem system = open()) {
      var calls = IntStream.range(0, 20).mapToObj(i -> CompletableFuture.runAsync(
          () -> soon(() -> system.entity(type, "w" + i).ask(new Look())), callers)).toList();
      List<String> told = calls.stream().map(call -> assertThrows(Exception.class, call::get).getCause())
          .map(cause -> assertInstanceOf(RecoveryFailed.class, cause).getMessage()).toList();
      assertTrue(told.get(0).contains("/chain/w0") && told.stream().anyMatch(why -> why.contains("event 1")),
          told.toString());
      assertEquals(22, soon(() -> system.log("main").read(system.log("main").start(), 50)).events().size());
      assertEquals(1, soon(() -> system.events(system.entity(type, "w3"), 1, 9).count()));
      assertEquals(Links.NONE, soon(() -> system.entity(Chain.TYPE.in("other"), "cold").ask(new Look())));
      assertThrows(RecoveryFailed.class, () -> soon(() -> system.entity(type, "w0").ask(new Look())));
      endless.countDown();
      assertEquals(Links.of(List.of(7L)), Eventually.succeeds(() -> system.entity(type, "w7").ask(new Look())));
    } finally {
      endless.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
