package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnException;
import dev.cairn.api.EventHandler;
import dev.cairn.api.EventLog;
import dev.cairn.api.EventLog.Start;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.LoggedState;
import dev.cairn.api.Persistence;
import dev.cairn.impl.Patience;
import dev.cairn.impl.journal.Chain.Linked;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Put;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A hundred actors persist and compact while readers start, stop, crash and go on, and while the whole system crashes.
 * Each reader gets every event of every actor, in the order of the actor, however often; who comes late begins with the
 * states, and gets every event after them.
 */
class NeverSkippedTest {
  private static final int ACTORS = 100;
  private static final int READERS = 4;
  private static final int CRASHES = 2;
  private static final Persistence.Full COMPACTING =
      Persistence.full().snapshotEvery(3).compactOnSnapshot(true).keepSnapshots(1);

  @TempDir
  Path data;

  /** Of each actor the newest event that was acknowledged. */
  private final AtomicLong[] written = IntStream.range(0, ACTORS).mapToObj(i -> new AtomicLong())
      .toArray(AtomicLong[]::new);
  private ActorType<Order<?>, Linked, Links> type = Chain.type(COMPACTING);
  private final List<Ledger> ledgers = new ArrayList<>(IntStream.range(0, READERS).mapToObj(Ledger::new).toList());

  /** What one reader has taken: of each actor the newest event, none of which was skipped. */
  private static final class Ledger implements EventHandler {
    private final String reader;
    private final long[] newest = new long[ACTORS];
    private final List<String> skips = new ArrayList<>();
    private final SplittableRandom random;

    Ledger(int number) {
      reader = "reader " + number;
      random = new SplittableRandom(number);
    }

    @Override
    public synchronized void event(LoggedEvent event) {
      if (random.nextInt(200) == 0) {
        throw new IllegalStateException("crashed on purpose");
      }
      int actor = Integer.parseInt(event.id());
      if (event.sequence() > newest[actor] + 1) {
        skips.add("actor " + actor + ": " + event.sequence() + " after " + newest[actor]);
      }
      take(actor, event.sequence());
    }

    @Override
    public synchronized void state(LoggedState state) {
      take(Integer.parseInt(state.id()), state.sequence());
    }

    private void take(int actor, long sequence) {
      newest[actor] = Math.max(newest[actor], sequence);
      notifyAll();
    }

    synchronized boolean gets(int actor, long sequence, long deadline) throws InterruptedException {
      for (long left; newest[actor] < sequence && (left = deadline - System.nanoTime()) > 0;) {
        wait(left / 1_000_000 + 1);
      }
      return newest[actor] >= sequence;
    }
  }

  private void life(FaultyProvider provider, int events) throws InterruptedException {
    for (int crash = 0; crash < CRASHES; crash++) {
      try (ActorSystem system = Systems.open(provider, data, Duration.ofSeconds(60))) {
        follow(system);
        CountDownLatch enough = new CountDownLatch(ACTORS * events / 2);
        List<Thread> writers = writers(system, events, enough);
        enough.await();
        provider.faults.failAll(Call.COMMIT, new BackendException.Unavailable("crashed", null));
        for (Thread writer : writers) {
          writer.join();
        }
      }
      provider.faults.heal();
    }
  }

  private void lastLife(FaultyProvider provider, int events, Duration patience) throws InterruptedException {
    try (ActorSystem system = Systems.open(provider, data, Duration.ofSeconds(60))) {
      List<EventLog.Following> following = follow(system);
      CountDownLatch enough = new CountDownLatch(ACTORS * events);
      List<Thread> writers = writers(system, events, enough);
      SplittableRandom random = new SplittableRandom(1);
      Patience.until(() -> {
        int reader = random.nextInt(ledgers.size());
        following.get(reader).close();
        following.set(reader, system.log("main").follow(ledgers.get(reader).reader, ledgers.get(reader)));
        return enough.getCount() == 0;
      });
      for (Thread writer : writers) {
        writer.join();
      }
      complete(patience);
    }
  }

  /** All that there are, and one who has not been there before. */
  private List<EventLog.Following> follow(ActorSystem system) {
    ledgers.add(new Ledger(ledgers.size()));
    List<EventLog.Following> following = new ArrayList<>();
    for (int i = 0; i < ledgers.size(); i++) {
      Start start = i < READERS ? Start.EVENTS : Start.SNAPSHOTS;
      following.add(system.log("main").follow(ledgers.get(i).reader, start, ledgers.get(i)));
    }
    return following;
  }

  /** Each actor persists that many times, or until the system fails. */
  private List<Thread> writers(ActorSystem system, int events, CountDownLatch enough) {
    return IntStream.range(0, ACTORS).mapToObj(actor -> Thread.ofVirtual().start(() -> {
      try {
        for (int n = 1; n <= events; n++) {
          written[actor].set(system.entity(type, Integer.toString(actor)).ask(new Put(n)).count());
          enough.countDown();
        }
      } catch (CairnException crashed) {
        // what it was told is in its ledger
      }
    })).toList();
  }

  private void complete(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (Ledger ledger : ledgers) {
      for (int actor = 0; actor < ACTORS; actor++) {
        long newest = written[actor].get();
        assertTrue(newest > 0 && ledger.gets(actor, newest, deadline),
            ledger.reader + " has not got event " + newest + " of actor " + actor);
      }
      assertEquals(List.of(), ledger.skips);
    }
  }

  @ParameterizedTest
  @CsvSource({ "memory,false", "memory,true", "sqlite,true", "rocksdb,false" })
  void no_reader_is_ever_skipped_past_an_event(String backend, boolean pipelined) throws Exception {
    type = Chain.type(pipelined ? COMPACTING.pipelined() : COMPACTING);
    FaultyProvider provider = FaultyProvider.of(backend);
    life(provider, 12);
    lastLife(provider, 12, Duration.ofSeconds(60));
  }

  /** A horizon that is too high: some events appear only after later ones were shown. */
  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite", "rocksdb" })
  void a_log_that_is_not_complete_up_to_its_horizon_is_found_out_here(String backend) throws Exception {
    FaultyProvider provider = FaultyProvider.of(backend);
    Set<Position> appeared = ConcurrentHashMap.newKeySet();
    provider.faults.hidden = event -> event.position().offset() % 7 == 0 && appeared.add(event.position());
    assertThrows(AssertionError.class, () -> lastLife(provider, 10, Duration.ofSeconds(1)));
  }
}
