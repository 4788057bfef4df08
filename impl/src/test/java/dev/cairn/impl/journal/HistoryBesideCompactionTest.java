package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.HistoryCompacted;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.Persistence;
import dev.cairn.api.StoreInspector;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.AddAll;
import dev.cairn.impl.Ledger.Booked;
import dev.cairn.impl.Ledger.Entry;
import dev.cairn.impl.Ledger.Sum;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories and earlier states that are read while the actor deletes them. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HistoryBesideCompactionTest {
  private static final int STATES = Integer.getInteger("cairn.states", 1_500);

  @TempDir
  Path folder;

  private static ActorType<Entry<?>, Booked, Sum> compactingEach(int events) {
    return Ledger.TYPE.with(Persistence.full().snapshotEvery(events).compactOnSnapshot(true).keepSnapshots(1));
  }

  private static void add(ActorRef<Entry<?>> ledger, int events) {
    ledger.ask(new AddAll(Collections.nCopies(events, 1L)));
  }

  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite", "rocksdb" })
  void a_state_is_the_one_that_was_asked_for_or_the_history_is_compacted(String backend) throws Exception {
    ActorType<Entry<?>, Booked, Sum> type = compactingEach(10);
    try (ActorSystem system = ActorSystem.builder().data(folder).backend(backend).open()) {
      ActorRef<Entry<?>> ledger = system.entity(type, "one");
      AtomicLong last = new AtomicLong(ledger.ask(new Add(1)));
      AtomicBoolean stopped = new AtomicBoolean();
      CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
        while (!stopped.get()) {
          last.set(ledger.ask(new Add(1)));
        }
      });
      int states = 0;
      try {
        for (int number = 0; number < STATES; number++) {
          long at = Math.max(1, last.get() - number % 15);
          try {
            assertEquals(new Sum(at, at), system.stateAt(type, "one", at));
            states++;
          } catch (HistoryCompacted e) {
            assertTrue(e.getMessage().contains("ledger/one"), e.getMessage());
          }
        }
      } finally {
        stopped.set(true);
      }
      writing.get();
      assertTrue(states > 0, "every state was compacted");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite", "rocksdb" })
  void a_history_has_no_hole_but_ends_where_it_was_deleted_meanwhile(String backend) {
    ActorType<Entry<?>, Booked, Sum> type = compactingEach(1_500);
    try (ActorSystem system = ActorSystem.builder().data(folder).backend(backend).open()) {
      for (int later : List.of(0, 700)) {
        ActorRef<Entry<?>> ledger = system.entity(type, "before " + later);
        add(ledger, 1_499);
        List<Long> seen = new ArrayList<>();
        Iterator<LoggedEvent> history = system.events(ledger, 1, Long.MAX_VALUE).iterator();
        seen.add(history.next().sequence());
        add(ledger, 2);
        add(ledger, later);
        HistoryCompacted end = assertThrows(HistoryCompacted.class,
            () -> history.forEachRemaining(event -> seen.add(event.sequence())));
        assertTrue(end.getMessage().contains("ledger/before " + later), end.getMessage());
        assertEquals(LongStream.rangeClosed(1, seen.size()).boxed().toList(), seen);
      }
    }
  }

  @Test
  void an_inspector_shows_no_hole_either() {
    ActorType<Entry<?>, Booked, Sum> type = compactingEach(1_500);
    try (ActorSystem system = ActorSystem.builder().data(folder).backend("sqlite").open()) {
      ActorRef<Entry<?>> ledger = system.entity(type, "one");
      add(ledger, 1_499);
      List<Long> seen = new ArrayList<>();
      try (StoreInspector inspector = StoreInspector.open(folder)) {
        StoreInspector.Stream stream = inspector.find("ledger/one").get(0);
        assertThrows(HistoryCompacted.class, () -> inspector.events(stream, event -> {
          if (seen.isEmpty()) {
            add(ledger, 2);
          }
          seen.add(event.sequence());
        }));
      }
      assertEquals(LongStream.rangeClosed(1, seen.size()).boxed().toList(), seen);
    }
  }
}
