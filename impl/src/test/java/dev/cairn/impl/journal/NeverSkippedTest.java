package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.EventLog;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.Persistence;
import dev.cairn.impl.journal.Chain.Linked;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Put;
import dev.cairn.spi.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred actors persist and compact while readers start, stop, crash and go on. Each reader gets every event of every
 * actor, in the order of the actor, however often.
 */
class NeverSkippedTest {
  private static final int ACTORS = 100;
  private static final int READERS = 4;
  private static final ActorType<Order<?>, Linked, Links> TYPE =
      Chain.type(Persistence.full().snapshotEvery(3).compactOnSnapshot(true).keepSnapshots(1));

  @TempDir
  Path data;

  private final FaultyProvider provider = FaultyProvider.of("sqlite");
  private final AtomicLong[] written = IntStream.range(0, ACTORS).mapToObj(i -> new AtomicLong())
      .toArray(AtomicLong[]::new);

  /** What one reader has taken: of each actor the newest event, none of which was skipped. */
  private static final class Ledger {
    private final long[] newest = new long[ACTORS];
    private final List<String> skips = new ArrayList<>();
    private final SplittableRandom random;

    Ledger(long seed) {
      random = new SplittableRandom(seed);
    }

    synchronized void take(LoggedEvent event) {
      if (random.nextInt(200) == 0) {
        throw new IllegalStateException("crashed on purpose");
      }
      int actor = Integer.parseInt(event.id());
      if (event.sequence() > newest[actor] + 1) {
        skips.add("actor " + actor + ": " + event.sequence() + " after " + newest[actor]);
      }
      newest[actor] = Math.max(newest[actor], event.sequence());
    }

    synchronized boolean has(int actor, long sequence) {
      return newest[actor] >= sequence;
    }
  }

  private List<Ledger> life(int events, Duration patience) throws InterruptedException {
    List<Ledger> ledgers = IntStream.range(0, READERS).mapToObj(Ledger::new).toList();
    try (ActorSystem system = Systems.open(provider, data, Duration.ofSeconds(60))) {
      EventLog log = system.log("main");
      List<EventLog.Following> registered = new ArrayList<>();
      for (int reader = 0; reader < READERS; reader++) {
        registered.add(log.follow("reader " + reader, ledgers.get(reader)::take));
      }
      List<Thread> writers = IntStream.range(0, ACTORS).mapToObj(actor -> Thread.ofVirtual().start(() -> {
        for (int n = 1; n <= events; n++) {
          system.entity(TYPE, Integer.toString(actor)).ask(new Put(n));
          written[actor].set(n);
        }
      })).toList();
      SplittableRandom random = new SplittableRandom(1);
      while (writers.stream().anyMatch(Thread::isAlive)) {
        int reader = random.nextInt(READERS);
        registered.get(reader).close();
        registered.set(reader, log.follow("reader " + reader, ledgers.get(reader)::take));
        Thread.yield();
      }
      for (Thread writer : writers) {
        writer.join();
      }
      awaited(ledgers, patience);
    }
    return ledgers;
  }

  private void awaited(List<Ledger> ledgers, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    for (Ledger ledger : ledgers) {
      for (int actor = 0; actor < ACTORS; actor++) {
        while (!ledger.has(actor, written[actor].get()) && System.nanoTime() < deadline) {
          Thread.onSpinWait();
        }
      }
    }
  }

  private void complete(List<Ledger> ledgers) {
    for (Ledger ledger : ledgers) {
      assertEquals(List.of(), ledger.skips);
      for (int actor = 0; actor < ACTORS; actor++) {
        assertTrue(ledger.has(actor, written[actor].get()), "actor " + actor + " has events that never came");
      }
    }
  }

  @Test
  void no_reader_is_ever_skipped_past_an_event() throws Exception {
    complete(life(30, Duration.ofSeconds(60)));
  }

  /** A horizon that is too high: some events appear only after later ones were shown. */
  @Test
  void a_log_that_is_not_complete_up_to_its_horizon_is_found_out_here() throws Exception {
    Set<Position> appeared = ConcurrentHashMap.newKeySet();
    provider.faults.hidden = event -> event.position().offset() % 7 == 0 && appeared.add(event.position());
    List<Ledger> ledgers = life(10, Duration.ofSeconds(1));
    assertThrows(AssertionError.class, () -> complete(ledgers));
  }
}
