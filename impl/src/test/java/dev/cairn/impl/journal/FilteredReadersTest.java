package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnListener;
import dev.cairn.api.EventFilter;
import dev.cairn.api.EventHandler;
import dev.cairn.api.EventLog;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.HistoryCompacted;
import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.NewEvent;
import dev.cairn.api.Persistence;
import dev.cairn.api.StreamType;
import dev.cairn.impl.journal.Chain.Linked;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Put;
import dev.cairn.impl.journal.Chain.PutWith;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader that wants a part of the log, and one that gathers before it writes. */
@Timeout(60)
class FilteredReadersTest {
  record Note(String text) {}

  private static final StreamType<Note, Void> NOTES = StreamType.of(MethodHandles.lookup(), "note", Note.class);

  private final FaultyProvider memory = FaultyProvider.memory();
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  private interface Condition {
    boolean isTrue();
  }

  private static void await(Condition condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.isTrue()) {
      assertTrue(System.nanoTime() < deadline, "it did not come to that");
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void put(ActorSystem system, String id, long value) {
    put(system, Chain.TYPE, id, value);
  }

  private static void put(ActorSystem system, ActorType<Order<?>, Linked, Links> type, String id, long value) {
    system.entity(type, id).ask(new Put(value));
  }

  private static void note(ActorSystem system, String id) {
    system.streams("main").stream(NOTES, id).append(NewEvent.all(new Note("text")));
  }

  private void take(LoggedEvent event) {
    seen.add(event.id() + event.sequence());
  }

  private String next() throws InterruptedException {
    String event = seen.poll(20, TimeUnit.SECONDS);
    return event == null ? "nothing came" : event;
  }

  @Test
  void a_reader_gets_what_it_wants_and_does_not_hold_the_rest() throws Exception {
    try (ActorSystem system = Systems.open(memory)) {
      EventLog log = system.log("main");
      put(system, "a", 1);
      note(system, "n");
      system.entity(Chain.TYPE, "b").ask(new PutWith(5, EventMetadata.tagged("x", "y")));
      note(system, "n");
      try (EventLog.Following types =
          log.follow("types", log.start(), EventFilter.ALL.types("note"), this::take)) {
        assertEquals("n1", next());
        assertEquals("n2", next());
        put(system, "a", 2);
        await(() -> types.offset().position().compareTo(log.end().position()) >= 0);
      }
      assertEquals(List.of(), log.read(log.readers().get(0).offset(), 9).events(), "it has moved past a2");
      log.drop("types");
      log.follow("tags", log.start(), EventFilter.ALL.tags("y", "z"), this::take);
      assertEquals("b1", next());
      assertTrue(seen.isEmpty());
    }
  }

  @Test
  void the_slices_share_the_actors_each_with_one_and_withdrawals_follow_their_actor() throws Exception {
    List<List<String>> slices = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try (ActorSystem system = Systems.open(memory)) {
      EventLog log = system.log("main");
      for (int i = 0; i < 30; i++) {
        note(system, "n" + i);
      }
      system.streams("main").stream(NOTES, "n7").purge();
      for (int slice = 0; slice < 3; slice++) {
        List<String> own = slices.get(slice);
        EventHandler handler = new EventHandler() {
          @Override
          public void event(LoggedEvent event) {
            own.add(event.id());
          }

          @Override
          public void withdrawn(dev.cairn.api.Withdrawal withdrawal) {
            own.add("without " + withdrawal.id());
          }
        };
        try (EventLog.Following part =
            log.follow("slice " + slice, log.start(), EventFilter.ALL.slice(slice, 3), handler)) {
          await(() -> part.offset().position().compareTo(log.end().position()) >= 0);
        }
      }
    }
    assertEquals(30, slices.stream().mapToInt(List::size).sum(), slices::toString);
    assertTrue(slices.stream().allMatch(own -> own.size() > 3), slices::toString);
    assertTrue(slices.get(EventFilter.sliceOf("note", "n7", 3)).contains("without n7"), slices::toString);
    assertEquals(1, EventFilter.sliceOf("account", "42", 4), "the same for ever");
    assertThrows(IllegalArgumentException.class, () -> EventFilter.ALL.slice(3, 3));
  }

  @Test
  void compaction_of_actors_that_a_new_reader_does_not_want_does_not_keep_it_from_beginning() throws Exception {
    ActorType<Order<?>, Linked, Links> compacting =
        Chain.type(Persistence.full().snapshotEvery(2).compactOnSnapshot(true).keepSnapshots(1));
    try (ActorSystem system = Systems.open(memory)) {
      EventLog log = system.log("main");
      note(system, "n");
      for (int i = 0; i < 4; i++) {
        put(system, compacting, "a", i);
      }
      assertThrows(HistoryCompacted.class, () -> log.follow("all", log.start(), EventFilter.ALL, this::take));
      assertEquals(List.of(), log.readers());
      log.follow("notes", log.start(), EventFilter.ALL.types("note"), this::take);
      assertEquals("n1", next());
    }
  }

  private final class Gathering implements EventHandler {
    private final List<String> gathered = new ArrayList<>();
    private volatile CountDownLatch mayWrite = new CountDownLatch(1);

    @Override
    public void event(LoggedEvent event) {
      gathered.add(event.id() + event.sequence());
    }

    @Override
    public void flush(LogOffset through) {
      if (mayWrite.getCount() > 0) {
        throw new IllegalStateException("the disk is full");
      }
      seen.add(gathered.toString());
      gathered.clear();
    }
  }

  private static final class Failures implements CairnListener {
    private final BlockingQueue<ReaderFailed> heard = new LinkedBlockingQueue<>();

    @Override
    public void readerFailed(ReaderFailed event) {
      heard.add(event);
    }
  }

  @Test
  void no_checkpoint_is_stored_of_what_a_handler_has_gathered_and_not_written() throws Exception {
    Failures failures = new Failures();
    Gathering gathering = new Gathering();
    try (ActorSystem system = Systems.open(memory, Path.of("memory"), Duration.ofSeconds(10),
        Optional.of(failures))) {
      EventLog log = system.log("main");
      EventLog.Following following = log.follow("slow", gathering);
      put(system, "a", 1);
      CairnListener.ReaderFailed failed = failures.heard.take();
      assertEquals(List.of("main", "slow", "the disk is full", 20L), List.of(failed.store(), failed.reader(),
          failed.cause().getMessage(), failed.pause().toMillis()));
      assertEquals(log.start(), log.readers().get(0).offset());
      assertTrue(following.isRunning());
      following.close();
      assertFalse(following.isRunning());
      assertEquals(log.start(), log.readers().get(0).offset(), "nor at the end");
      gathering.gathered.clear();
      gathering.mayWrite.countDown();
      log.follow("slow", gathering);
      assertEquals("[a1]", next());
      await(() -> !log.readers().get(0).offset().equals(log.start()));
    }
  }
}
