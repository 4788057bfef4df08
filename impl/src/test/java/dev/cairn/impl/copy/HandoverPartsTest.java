package dev.cairn.impl.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.Durability;
import dev.cairn.api.EventFilter;
import dev.cairn.api.EventHandler;
import dev.cairn.api.EventLog;
import dev.cairn.api.KeyRing;
import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.NewEvent;
import dev.cairn.api.PersonalKeys;
import dev.cairn.api.Persistence;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreHandover;
import dev.cairn.api.StoreHead;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.StreamType;
import dev.cairn.api.TypedBytes;
import dev.cairn.impl.Patience;
import dev.cairn.impl.TestKeys;
import dev.cairn.impl.copy.Counter.Count;
import dev.cairn.impl.copy.Counter.Counted;
import dev.cairn.impl.copy.Counter.Next;
import dev.cairn.impl.copy.Counter.Order;
import dev.cairn.impl.copy.LocationHandover.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a hand-over keeps, what it refuses, and what follows a failure. */
@Timeout(120)
class HandoverPartsTest {
  private static final ActorType<Order, Counted, Count> TYPE = Counter.named("counter", Persistence.full());

  @TempDir
  Path folder;

  private Path before = Path.of("");
  private Path after = Path.of("");

  @BeforeEach
  void names() {
    before = folder.resolve("before");
    after = folder.resolve("after");
  }

  private ActorSystem.Builder in(Path data) {
    return ActorSystem.builder().data(data).backend("sqlite").durability(Durability.OS);
  }

  private StoreHandover toAfter(ActorSystem system) {
    return StoreHandover.of(system, after).backend("sqlite").durability(Durability.OS);
  }

  @Test
  void the_example_of_the_page_on_operating_hands_over() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "operating.md"));
    assertTrue(page.contains("StoreHandover.of(system, Path.of(\"new-data\")).backend(\"rocksdb\").run();"));
    try (ActorSystem system = in(before).open()) {
      StoreHandover.Result moved = StoreHandover.of(system, after).backend("rocksdb").run();
      assertEquals("rocksdb", moved.backend());
      assertEquals(after, moved.data());
      assertTrue(moved.pause().toMillis() >= 0);
    }
  }

  private static long next(ActorSystem system) {
    return system.entity(TYPE, "one").ask(new Next());
  }

  @Test
  void a_sealed_and_chained_location_stays_so() {
    try (KeyRing ring = TestKeys.ring(1)) {
      try (ActorSystem system = in(before).keys(ring).chain(true).open()) {
        assertEquals(1, next(system));
        StoreHandover.of(system, after).backend("rocksdb").run();
        assertEquals(2, next(system));
        StoreHandover.of(system, folder.resolve("third")).backend("sqlite").run();
        assertEquals(3, next(system));
      }
      try (StoreInspector inspector = StoreInspector.open(folder.resolve("third"), ring)) {
        StoreHead head = inspector.head("main").orElseThrow();
        assertTrue(inspector.prove(head).difference().isEmpty());
        assertEquals(0, inspector.verify(damage -> {
        }, events -> {
        }).damages());
      }
    }
  }

  @Test
  void a_command_id_is_known_after_it_and_a_handler_that_began_before_it_persists_after_it() {
    try (ActorSystem system = in(before).open()) {
      ActorRef<Order> one = system.entity(TYPE, "one");
      one.ask("first", new Next());
      CountDownLatch began = new CountDownLatch(1);
      CountDownLatch done = new CountDownLatch(1);
      ActorType<Order, Counted, Count> waiting = Counter.waiting("waiting", () -> {
        began.countDown();
        Patience.await(done);
      });
      CompletableFuture<Long> answer = system.entity(waiting, "two").askAsync(new Next());
      Patience.await(began);
      toAfter(system).run();
      done.countDown();
      assertEquals(1, answer.join());
      assertEquals(1, assertThrows(AlreadyDone.class, () -> one.ask("first", new Next())).sequence());
      assertEquals(2, next(system));
    }
    try (ActorSystem system = in(after).open()) {
      assertEquals(3, next(system));
    }
  }

  @Test
  void a_stream_without_an_actor_is_appended_through_it() {
    StreamType<TypedBytes, TypedBytes> type = StreamType.bytes("notes");
    try (ActorSystem system = in(before).open()) {
      var stream = system.streams("main").stream(type, "one");
      assertEquals(1, stream.append(0, List.of(NewEvent.of(new TypedBytes("note", new byte[1])))));
      toAfter(system).run();
      assertEquals(2, stream.append(1, List.of(NewEvent.of(new TypedBytes("note", new byte[2])))));
      assertEquals(2, stream.events(1, 2).count());
    }
  }

  private static final class Flushed implements EventHandler {
    private final List<Long> events = new CopyOnWriteArrayList<>();
    private volatile LogOffset offset;

    Flushed(LogOffset from) {
      offset = from;
    }

    @Override
    public void event(LoggedEvent event) {
      events.add(event.sequence());
    }

    @Override
    public void flush(LogOffset through) {
      offset = through;
    }
  }

  @Test
  void offsets_of_before_are_translated_for_readers_and_pages_also_after_a_restart() throws IOException {
    LogOffset early;
    try (ActorSystem system = in(before).open()) {
      EventLog log = system.log("main");
      Flushed reader = new Flushed(log.start());
      log.follow("own", log.start(), EventFilter.ALL, reader);
      next(system);
      early = log.end();
      next(system);
      Patience.until(() -> reader.events.size() == 2 && reader.offset.position().compareTo(early.position()) > 0);
      toAfter(system).run();
      String here = log.start().storeId();
      assertFalse(early.storeId().equals(here));
      Patience.until(() -> reader.offset.storeId().equals(here));
      next(system);
      Patience.until(() -> reader.events.size() == 3);
      assertEquals(List.of(1L, 2L, 3L), reader.events);
      assertEquals(List.of(2L, 3L), sequences(log, early));
    }
    try (ActorSystem system = in(after).open()) {
      EventLog log = system.log("main");
      assertEquals(List.of(2L, 3L), sequences(log, early));
      Flushed reader = new Flushed(early);
      log.follow("own", early, EventFilter.ALL, reader);
      Patience.until(() -> reader.events.equals(List.of(2L, 3L)));
      Files.move(before, folder.resolve("gone"));
      StoreRefused refused = assertThrows(StoreRefused.class, () -> log.read(early, 10));
      assertTrue(refused.getMessage().contains(before.toString()), refused::getMessage);
    }
  }

  private static List<Long> sequences(EventLog log, LogOffset after) {
    return log.read(after, 10).events().stream().map(LoggedEvent::sequence).toList();
  }

  @Test
  void a_failure_at_any_step_before_it_is_decided_leaves_the_system_where_it_is_and_the_same_call_goes_on() {
    long told = 0;
    try (ActorSystem system = in(before).open()) {
      for (Step step : List.of(Step.COPIED, Step.COMPARED, Step.PAUSED, Step.COMPLETE, Step.OPENED)) {
        assertThrows(StoreUnavailable.class, () -> KilledHandover.to(system, after, "sqlite", reached -> {
          if (reached == step) {
            throw new StoreUnavailable("as a test has it", null);
          }
        }).run());
        assertEquals(++told, next(system));
      }
      toAfter(system).run();
      assertEquals(++told, next(system));
    }
    try (ActorSystem system = in(after).open()) {
      assertEquals(++told, next(system));
    }
  }

  @Test
  void a_decision_that_cannot_be_written_and_a_pause_that_is_too_long_leave_it_too() throws IOException {
    Path obstacle = before.resolve("cairn.moved");
    try (ActorSystem system = in(before).open()) {
      assertEquals(1, next(system));
      StoreUnavailable late =
          assertThrows(StoreUnavailable.class, () -> toAfter(system).longestPause(Duration.ofNanos(1)).run());
      assertTrue(late.getMessage().contains("longestPause"), late::getMessage);
      assertEquals(2, next(system));
      Files.createDirectories(obstacle.resolve("full"));
      assertThrows(StoreUnavailable.class, () -> toAfter(system).run());
      assertEquals(3, next(system));
      Files.delete(obstacle.resolve("full"));
      Files.delete(obstacle);
    }
    try (ActorSystem system = in(before).open()) {
      assertEquals(4, next(system));
    }
  }

  @Test
  void a_pause_that_is_overdue_ends_and_what_it_has_not_copied_is_there_after_the_next_one() {
    Duration pause = Duration.ofSeconds(1);
    AtomicInteger pauses = new AtomicInteger();
    AtomicLong told = new AtomicLong();
    try (ActorSystem system = in(before).open()) {
      told.set(next(system));
      Thread writer = Thread.ofVirtual().start(() -> {
        while (pauses.get() < 2) {
          told.set(next(system));
        }
      });
      KilledHandover.to(system, after, "sqlite", pause, step -> {
        if (step == Step.PAUSED && pauses.incrementAndGet() == 1) {
          long began = System.nanoTime();
          Patience.until(() -> System.nanoTime() - began > pause.toNanos());
        }
      }).run();
      Patience.join(writer);
      assertEquals(told.get() + 1, next(system));
    }
    assertEquals(2, pauses.get());
    try (ActorSystem system = in(after).open()) {
      assertEquals(told.get() + 2, next(system));
    }
  }

  @Test
  void it_is_refused_twice_at_a_time_into_another_store_and_where_nothing_is_kept() {
    try (ActorSystem other = in(folder.resolve("other")).open(); ActorSystem system = in(before).open()) {
      next(system);
      assertEquals(1, next(other));
      assertThrows(StoreRefused.class, () -> StoreHandover.of(system, folder.resolve("other")).run());
      assertThrows(StoreRefused.class, () -> KilledHandover.to(system, after, "sqlite", step -> {
        if (step == Step.COPIED) {
          toAfter(system).run();
        }
      }).run());
      assertThrows(StoreRefused.class, () -> StoreHandover.of(system, after).backend("memory").run());
      assertEquals(2, next(system));
    }
    try (ActorSystem memory = ActorSystem.builder().data(folder.resolve("none")).backend("memory").open()) {
      assertThrows(StoreRefused.class, () -> toAfter(memory).run());
    }
    try (KeyRing ring = TestKeys.ring(1);
        ActorSystem keys = in(folder.resolve("keys")).keys("main", ring).open()) {
      assertThrows(StoreRefused.class, () -> toAfter(keys).run());
    }
  }

  @Test
  void a_close_of_the_system_in_the_pause_leaves_one_true_location() {
    ActorSystem system = in(before).open();
    next(system);
    CompletableFuture<Void> closing = new CompletableFuture<>();
    boolean handedOver = true;
    try {
      KilledHandover.to(system, after, "sqlite", step -> {
        if (step == Step.COMPLETE) {
          Thread.ofPlatform().start(() -> {
            system.close();
            closing.complete(null);
          });
          Patience.until(() -> closesAlready(system));
        }
      }).run();
    } catch (StoreUnavailable ended) {
      handedOver = false;
    }
    closing.join();
    assertThrows(StoreRefused.class, in(handedOver ? before : after)::open);
    try (ActorSystem again = in(handedOver ? after : before).open()) {
      assertEquals(2, next(again));
    }
  }

  private static boolean closesAlready(ActorSystem system) {
    try {
      system.entity(TYPE, "one");
      return false;
    } catch (RuntimeException e) {
      return true;
    }
  }

  @Test
  void what_was_handed_over_is_not_copied_any_more_by_accident() {
    try (ActorSystem system = in(before).open()) {
      next(system);
      toAfter(system).run();
    }
    StoreRefused refused = assertThrows(StoreRefused.class,
        () -> StoreCopy.of(before, folder.resolve("copy")).run((phase, events, all) -> {
        }));
    assertTrue(refused.getMessage().contains(after.toString()), refused::getMessage);
  }

  @Test
  void the_file_of_personal_keys_may_not_be_in_the_new_folder() throws IOException {
    Files.createDirectories(after);
    try (KeyRing ring = TestKeys.ring(1).personalKeys(PersonalKeys.file(after.resolve("keys")));
        ActorSystem system = in(before).keys(ring).open()) {
      assertThrows(StoreRefused.class, () -> toAfter(system).run());
      assertEquals(1, next(system));
    }
  }
}
