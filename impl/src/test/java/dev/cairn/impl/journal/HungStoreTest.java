package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.Command;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistUnknown;
import dev.cairn.api.PlainType;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StoreLocked;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Look;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Put;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that does not come back from a commit keeps nobody for ever, and nobody is told what is not known. */
class HungStoreTest {
  @TempDir
  Path data;

  private final FaultyProvider sqlite = FaultyProvider.of("sqlite");
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  record Ping() implements Command<Ping, String> {}

  private static final PlainType<Ping> PINGS =
      PlainType.of("pings", () -> (ping, ctx) -> ping.reply("pong"));

  private ActorSystem open() {
    return Systems.open(sqlite, data, Duration.ofSeconds(1));
  }

  private void hangOnce() {
    sqlite.faults.pause = () -> {
      sqlite.faults.pause = null;
      inside.countDown();
      go.await();
    };
  }

  @AfterEach
  void letGo() {
    go.countDown();
  }

  @Test
  void who_waits_is_told_at_the_deadline_what_is_true_by_then() throws Exception {
    try (ActorSystem system = open()) {
      ActorRef<Order<?>> hung = system.entity(Chain.TYPE, "1");
      ActorRef<Order<?>> other = system.entity(Chain.TYPE, "2");
      hung.ask(new Put(1));
      other.ask(new Put(1));
      hangOnce();
      var answer = hung.askAsync("two", new Put(2));
      inside.await();
      assertThrows(PersistFailed.class, () -> other.ask(new Put(5)), "never given to the store");
      Exception told = assertThrows(Exception.class, answer::get);
      assertInstanceOf(PersistUnknown.class, told.getCause());
      RecoveryFailed early = assertThrows(RecoveryFailed.class, () -> hung.ask(new Look()));
      assertInstanceOf(StoreUnavailable.class, early.getCause(), "not before it is known what became of it");
      assertEquals(Links.of(List.of(1L)), other.ask(new Look()), "reading goes on");
      go.countDown();
      assertEquals(Links.of(List.of(1L, 2L)), Eventually.succeeds(() -> hung.ask(new Look())));
      assertThrows(AlreadyDone.class, () -> hung.ask("two", new Put(2)));
      assertEquals(Links.of(List.of(1L, 5L)), Eventually.succeeds(() -> other.ask("five", new Put(5))));
    }
  }

  @Test
  void what_hangs_under_a_hundred_actors_stalls_no_other() throws Exception {
    try (ActorSystem system = open()) {
      ActorRef<Order<?>> reading = system.entity(Chain.TYPE, "reading");
      reading.ask(new Look());
      ActorRef<Ping> plain = system.spawn(PINGS, "plain");
      IntStream.range(0, 100)
          .forEach(i -> Eventually.succeeds(() -> system.entity(Chain.TYPE, "hung " + i).ask(new Look())));
      hangOnce();
      var answers = IntStream.range(0, 100)
          .mapToObj(i -> system.entity(Chain.TYPE, "hung " + i).askAsync(new Put(1))).toList();
      inside.await();
      assertEquals("pong", plain.ask(new Ping()));
      assertEquals(Links.NONE, reading.ask(new Look()));
      assertEquals(Links.NONE, system.entity(Chain.TYPE, "recovered meanwhile").ask(new Look()));
      go.countDown();
      answers.forEach(answer -> answer.exceptionally(told -> Links.NONE).join());
    }
  }

  @Test
  void a_close_returns_and_the_location_is_free_when_the_store_comes_back() throws Exception {
    ActorSystem system = open();
    ActorRef<Order<?>> hung = system.entity(Chain.TYPE, "1");
    hung.ask(new Put(1));
    hangOnce();
    var answer = hung.askAsync(new Put(2));
    inside.await();
    system.close();
    assertTrue(answer.isCompletedExceptionally());
    assertThrows(StoreLocked.class, this::open, "its opening is still writing");
    go.countDown();
    try (ActorSystem again = Eventually.succeeds(this::open)) {
      assertEquals(Links.of(List.of(1L, 2L)), again.entity(Chain.TYPE, "1").ask(new Look()));
    }
  }
}
