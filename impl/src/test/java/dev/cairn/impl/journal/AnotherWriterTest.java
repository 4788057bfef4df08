package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnException;
import dev.cairn.api.EventHandler;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistUnknown;
import dev.cairn.api.Persistence;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.Entry;
import dev.cairn.impl.Ledger.Sum;
import dev.cairn.impl.Ledger.Total;
import dev.cairn.impl.Patience;
import dev.cairn.impl.backend.BackendCatalogue;
import dev.cairn.impl.journal.Chain.At;
import dev.cairn.impl.journal.Chain.Linked;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Put;
import dev.cairn.impl.journal.Faults.Moment;
import dev.cairn.spi.BackendProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A system loses its location, and somebody else has written there before it comes back. */
@Timeout(60)
class AnotherWriterTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Persistence COMPACTED =
      Persistence.full().snapshotEvery(2).keepSnapshots(1).compactOnSnapshot(true);

  private static final ActorType<Order<?>, Linked, Links> CHAIN = Chain.type(COMPACTED);

  @TempDir
  Path data;
  private final CountDownLatch back = new CountDownLatch(1);
  private FaultyProvider mine = FaultyProvider.memory();
  private FaultyProvider theirs = mine;

  private void over(String backend) {
    BackendProvider real = BackendCatalogue.scan(Optional.empty()).choose(Optional.of(backend)).provider();
    mine = new FaultyProvider(real);
    theirs = new FaultyProvider(real);
  }

  /** Lets the location go at the next commit, and keeps it away until it comes back. */
  private void loseAtTheNextCommit(Moment moment) {
    mine.faults.reading = back::await;
    mine.faults.hangs = call -> call == Call.OPEN;
    mine.faults.fail(Call.COMMIT, 1, moment);
  }

  private void awaitLost() {
    Patience.until(() -> mine.faults.count(Call.OPEN) >= 2);
  }

  private void comeBack() {
    back.countDown();
  }

  private void lose(ActorSystem system) {
    system.entity(Ledger.TYPE, "loser").ask(new Add(1));
    loseAtTheNextCommit(Moment.BEFORE);
    assertThrows(CairnException.class, () -> system.entity(Ledger.TYPE, "loser").ask(new Add(1)));
    awaitLost();
  }

  private static void awaitOpen(ActorSystem system) {
    Eventually.succeeds(() -> system.entity(Ledger.TYPE, "cold").ask(new Total()));
  }

  /** Another system has the location for a while. */
  private void meanwhile(Consumer<ActorSystem> work) {
    try (ActorSystem other = Eventually.succeeds(() -> Systems.open(theirs, data, LONG))) {
      work.accept(other);
    }
  }

  private void add(ActorSystem system, long... amounts) {
    LongStream.of(amounts).forEach(amount -> system.entity(Ledger.TYPE, "1").ask(new Add(amount)));
  }

  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite", "rocksdb" })
  void an_actor_in_memory_answers_nothing_old_after_others_have_written(String backend) {
    over(backend);
    try (ActorSystem system = Systems.open(mine, data, SHORT)) {
      ActorRef<Entry<?>> ledger = system.entity(Ledger.TYPE, "1");
      add(system, 1);
      assertEquals(new Sum(1, 1), ledger.ask(new Total()));
      lose(system);
      meanwhile(other -> add(other, 10, 100));
      RecoveryFailed away = assertThrows(RecoveryFailed.class, () -> ledger.ask(new Total()));
      assertInstanceOf(StoreUnavailable.class, away.getCause(), "nobody vouches for what is in memory");
      comeBack();
      assertEquals(new Sum(111, 3), Eventually.succeeds(() -> ledger.ask(new Total())));
      assertEquals(1111, ledger.ask(new Add(1000)), "and it goes on from there");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite", "rocksdb" })
  void a_command_that_comes_first_is_handled_on_what_others_have_written(String backend) {
    over(backend);
    try (ActorSystem system = Systems.open(mine, data, SHORT)) {
      add(system, 1);
      lose(system);
      meanwhile(other -> add(other, 10, 100));
      comeBack();
      awaitOpen(system);
      assertEquals(1111, system.entity(Ledger.TYPE, "1").ask(new Add(1000)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void an_actor_stays_in_memory_where_nobody_else_has_written(String backend) {
    over(backend);
    try (ActorSystem system = Systems.open(mine, data, LONG)) {
      add(system, 1);
      int recovered = mine.faults.count(Call.RECOVER);
      mine.faults.fail(Call.COMMIT, 1, Moment.AFTER);
      add(system, 10, 100);
      assertEquals(new Sum(111, 3), system.entity(Ledger.TYPE, "1").ask(new Total()));
      assertEquals(recovered, mine.faults.count(Call.RECOVER));
    }
  }

  @Test
  void what_waited_for_the_store_meanwhile_is_refused_and_certainly_not_stored() {
    over("sqlite");
    try (ActorSystem system = Systems.open(mine, data, LONG)) {
      add(system, 1);
      system.entity(Ledger.TYPE, "loser").ask(new Add(1));
      loseAtTheNextCommit(Moment.BEFORE);
      CompletableFuture<Long> loser = CompletableFuture.supplyAsync(
          () -> system.entity(Ledger.TYPE, "loser").ask(new Add(1)));
      awaitLost();
      CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(
          () -> system.entity(Ledger.TYPE, "1").ask(new Add(5)));
      meanwhile(other -> add(other, 10, 100));
      comeBack();
      assertInstanceOf(PersistFailed.class, assertThrows(Exception.class, loser::join).getCause());
      Object told = waiting.handle((sum, failure) -> failure == null ? sum : failure.getCause()).join();
      assertTrue(told.equals(116L) || told instanceof PersistFailed, () -> "stored on something old: " + told);
      long stored = told.equals(116L) ? 116 : 111;
      assertEquals(stored, system.entity(Ledger.TYPE, "1").ask(new Total()).total());
    }
  }

  @Test
  void whether_a_commit_was_stored_is_unknown_where_others_have_deleted_what_would_tell() {
    over("memory");
    try (ActorSystem system = Systems.open(mine, data, LONG)) {
      var chain = system.entity(CHAIN, "1");
      chain.ask(new Put(1));
      loseAtTheNextCommit(Moment.AFTER);
      CompletableFuture<?> asked = CompletableFuture.supplyAsync(() -> chain.ask(new Put(2)));
      awaitLost();
      meanwhile(other -> LongStream.range(3, 9).forEach(n -> other.entity(CHAIN, "1").ask(new Put(n))));
      comeBack();
      assertInstanceOf(PersistUnknown.class, assertThrows(Exception.class, asked::join).getCause());
      assertEquals(8, chain.ask(new At()));
    }
  }

  @Test
  void types_that_others_have_written_down_meanwhile_are_known_to_writers_and_readers() {
    over("sqlite");
    try (ActorSystem system = Systems.open(mine, data, SHORT)) {
      add(system, 1);
      List<LoggedEvent> read = new CopyOnWriteArrayList<>();
      system.log("main").follow("reader", (EventHandler) read::add);
      lose(system);
      meanwhile(other -> other.entity(Chain.TYPE, "theirs").ask(new Put(7)));
      comeBack();
      awaitOpen(system);
      system.entity(Chain.named("mine"), "1").ask(new Put(1));
      assertEquals(1, system.entity(Chain.TYPE, "theirs").ask(new At()));
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (read.size() < 4 && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertEquals(List.of("Amount", "Amount", "Link", "Link"), read.stream().map(LoggedEvent::type).toList());
      assertFalse(read.get(2).fields().isEmpty());
    }
  }

  @Test
  void what_a_reader_of_others_has_still_to_read_is_not_deleted() {
    over("sqlite");
    try (ActorSystem system = Systems.open(mine, data, SHORT)) {
      var chain = system.entity(CHAIN, "1");
      chain.ask(new Put(1));
      lose(system);
      meanwhile(other -> {
        try (var following = other.log("main").follow("theirs", event -> {
          throw new IllegalStateException("takes nothing yet");
        })) {
          assertEquals("theirs", following.reader());
          other.entity(CHAIN, "1").ask(new At());
        }
      });
      comeBack();
      for (long n = 2; n < 9; n++) {
        long value = n;
        Eventually.succeeds(() -> chain.ask(new Put(value)));
      }
      assertEquals(8, system.events(chain, 1, 100).count());
    }
  }
}
