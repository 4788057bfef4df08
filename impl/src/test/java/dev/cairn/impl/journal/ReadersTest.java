package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.EventHandler;
import dev.cairn.api.EventLog;
import dev.cairn.api.EventLog.Start;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.HistoryCompacted;
import dev.cairn.api.InvalidName;
import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.LoggedState;
import dev.cairn.api.Persistence;
import dev.cairn.api.Position;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreRefused;
import dev.cairn.impl.journal.Chain.Linked;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Look;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Purge;
import dev.cairn.impl.journal.Chain.Put;
import dev.cairn.impl.journal.Chain.PutAll;
import dev.cairn.impl.journal.Chain.PutWith;
import dev.cairn.impl.journal.Faults.Moment;
import dev.cairn.spi.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a reader of the log gets, and what it is told where it cannot get all. */
class ReadersTest {
  private static final ActorType<Order<?>, Linked, Links> COMPACTING =
      Chain.type(Persistence.full().snapshotEvery(2).compactOnSnapshot(true).keepSnapshots(1));

  private static final ActorType<Order<?>, Linked, Links> LIGHT = Chain.type(Persistence.light());

  private final FaultyProvider memory = FaultyProvider.memory();
  private final BlockingQueue<LoggedEvent> seen = new LinkedBlockingQueue<>();

  private static void put(ActorSystem system, ActorType<Order<?>, Linked, Links> type, String id, long... values) {
    for (long value : values) {
      system.entity(type, id).ask(new Put(value));
    }
  }

  private String next() throws InterruptedException {
    LoggedEvent event = seen.poll(20, TimeUnit.SECONDS);
    return event == null ? "nothing came" : event.id() + event.sequence();
  }

  @Test
  void a_reader_gets_every_event_in_commit_order_with_what_is_known_of_it() throws Exception {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> a = system.entity(Chain.TYPE, "a");
      a.correlated("order 7").ask("first", new PutWith(5, EventMetadata.tagged("x", "y").with("k", "v")));
      put(system, Chain.TYPE, "b", 6);
      a.ask(new PutAll(List.of(7L, 8L)));
      system.log("main").follow("all", seen::add);
      LoggedEvent first = seen.take();
      assertEquals(List.of("main", "chain", "a", 1L, "Link", 1), List.of(first.store(), first.actorType(), first.id(),
          first.sequence(), first.type(), first.version()));
      assertEquals(Optional.of("first"), first.commandId());
      assertEquals(Optional.of("order 7"), first.correlationId());
      assertEquals(Optional.of("first"), first.causationId());
      assertEquals(List.of("x", "y"), first.tags());
      assertEquals(Map.of("k", "v"), first.entries());
      assertEquals(Map.of("value", 5L), first.fields());
      assertEquals(Optional.of(new Chain.Link(5)), first.as(Chain.TYPE));
      assertEquals(Optional.empty(), first.as(Chain.TYPE.in("other")));
      assertEquals("b1", next());
      LoggedEvent third = seen.take();
      LoggedEvent fourth = seen.take();
      assertEquals(third.commitId(), fourth.commitId());
      assertTrue(third.offset().position().compareTo(fourth.offset().position()) < 0);
      put(system, Chain.TYPE, "c", 9);
      assertEquals("c1", next(), "and what comes later");
    }
  }

  @Test
  void a_reader_goes_on_where_it_was_and_may_be_dropped() throws Exception {
    try (ActorSystem system = Systems.open(memory)) {
      EventLog log = system.log("main");
      put(system, Chain.TYPE, "a", 1, 2);
      try (EventLog.Following following = log.follow("one", seen::add)) {
        assertEquals("a1", next());
        assertEquals("a2", next());
        assertEquals("one", following.reader());
        assertThrows(IllegalStateException.class, () -> log.follow("one", seen::add));
      }
      put(system, Chain.TYPE, "a", 3);
    }
    try (ActorSystem system = Systems.open(memory)) {
      EventLog log = system.log("main");
      assertEquals(List.of("one"), log.readers().stream().map(EventLog.Reader::name).toList());
      log.follow("one", seen::add);
      assertEquals("a3", next());
      log.drop("one");
      log.drop("never there");
      assertEquals(List.of(), log.readers());
      log.follow("one", seen::add);
      assertEquals("a1", next(), "a new one of this name");
      assertThrows(InvalidName.class, () -> log.follow("", seen::add));
    }
  }

  @Test
  void a_handler_that_throws_gets_the_same_event_again() throws Exception {
    try (ActorSystem system = Systems.open(memory)) {
      List<Long> tried = new ArrayList<>();
      put(system, Chain.TYPE, "a", 1, 2);
      EventLog.Following following = system.log("main").follow("one", event -> {
        tried.add(event.sequence());
        if (tried.size() < 3) {
          throw new IllegalStateException("not yet");
        }
        seen.add(event);
      });
      assertEquals("a1", next());
      assertEquals("a2", next());
      following.close();
      assertEquals(List.of(1L, 1L, 1L, 2L), tried);
    }
  }

  @Test
  void a_store_that_fails_and_comes_back_skips_nobody() throws Exception {
    try (ActorSystem system = Systems.open(memory)) {
      system.log("main").follow("one", seen::add);
      put(system, Chain.TYPE, "a", 1);
      assertEquals("a1", next());
      memory.faults.fail(Call.COMMIT, 1, Moment.AFTER);
      memory.faults.fail(Call.LOG, 2, Moment.BEFORE);
      Eventually.succeeds(() -> system.entity(Chain.TYPE, "a").ask("two", new Put(2)));
      List<String> more = new ArrayList<>();
      while (!more.contains("a2")) {
        more.add(next());
      }
      assertEquals(List.of("a2"), more.stream().filter(event -> !event.equals("a1")).toList());
    }
  }

  @Test
  void a_registered_reader_holds_what_it_has_not_read() throws Exception {
    try (ActorSystem system = Systems.open(memory)) {
      CountDownLatch go = new CountDownLatch(1);
      EventLog.Following following = system.log("main").follow("slow", event -> {
        go.await();
        seen.add(event);
      });
      put(system, COMPACTING, "a", 1, 2, 3, 4);
      assertEquals(4, memory.head(Systems.MEMORY, "chain", "a").events(), "nothing was deleted");
      go.countDown();
      for (int i = 1; i <= 4; i++) {
        assertEquals("a" + i, next());
      }
      following.close();
      put(system, COMPACTING, "a", 5, 6);
      assertEquals(2, memory.head(Systems.MEMORY, "chain", "a").events(), "what it has read is free");
      system.log("main").drop("slow");
      put(system, COMPACTING, "a", 7, 8);
      assertEquals(0, memory.head(Systems.MEMORY, "chain", "a").events());
    }
  }

  @Test
  void a_reader_that_drops_itself_from_its_own_handler_is_gone_and_holds_nothing() throws Exception {
    try (ActorSystem system = Systems.open(memory)) {
      EventLog log = system.log("main");
      EventLog.Following following = log.follow("once", event -> {
        log.drop("once");
        seen.add(event);
      });
      put(system, COMPACTING, "a", 1);
      assertEquals("a1", next());
      following.close();
      assertEquals(List.of(), log.readers());
      put(system, COMPACTING, "a", 2, 3, 4);
      assertEquals(0, memory.head(Systems.MEMORY, "chain", "a").events(), "compaction waits for nobody");
    }
  }

  @Test
  void a_reader_whose_own_database_forgot_goes_back_and_holds_what_it_wants_again() throws Exception {
    try (ActorSystem system = Systems.open(memory)) {
      EventLog log = system.log("main");
      put(system, COMPACTING, "a", 1);
      List<LogOffset> kept = new ArrayList<>(List.of(log.start()));
      try (EventLog.Following following = log.follow("db", event -> {
        kept.add(event.offset());
        seen.add(event);
      })) {
        assertEquals("db", following.reader());
        assertEquals("a1", next());
        put(system, COMPACTING, "b", 2);
        assertEquals("b1", next());
      }
      log.follow("db", kept.get(1), event -> {
        throw new IllegalStateException("not yet");
      }).close();
      put(system, COMPACTING, "b", 3);
      assertEquals(2, memory.head(Systems.MEMORY, "chain", "b").events(), "what it has gone back to is held");
      try (EventLog.Following following = log.follow("db", kept.get(1), seen::add)) {
        assertEquals("db", following.reader());
        assertEquals("b1", next());
        assertEquals("b2", next());
        assertThrows(IllegalStateException.class, () -> log.follow("db", log.start(), seen::add));
      }
      log.follow("new", log.start(), seen::add);
      assertEquals("a1", next(), "one that was not known begins there too");
    }
  }

  @Test
  void a_reader_that_wants_to_go_back_behind_what_is_gone_is_told_and_stays_where_it_was() throws Exception {
    try (ActorSystem system = Systems.open(memory)) {
      EventLog log = system.log("main");
      try (EventLog.Following following = log.follow("db", seen::add)) {
        assertEquals("db", following.reader());
        put(system, COMPACTING, "a", 1);
        assertEquals("a1", next());
      }
      LogOffset before = log.readers().getFirst().offset();
      put(system, COMPACTING, "a", 2);
      assertThrows(HistoryCompacted.class, () -> log.follow("db", log.start(), seen::add));
      assertThrows(HistoryCompacted.class, () -> log.follow("new", log.start(), seen::add));
      LogOffset beyond = new LogOffset(before.storeId(), new Position(before.position().generation() + 9, 1));
      assertThrows(StoreRefused.class, () -> log.follow("db", beyond, seen::add));
      LogOffset foreign = new LogOffset(system.log("other").start().storeId(), before.position());
      assertThrows(StoreRefused.class, () -> log.follow("db", foreign, seen::add));
      assertEquals(List.of(before), log.readers().stream().map(EventLog.Reader::offset).toList());
      log.follow("db", seen::add);
      assertEquals("a2", next());
    }
  }

  @Test
  void where_the_place_of_a_reader_cannot_be_read_nothing_is_deleted_and_actors_go_on() throws Exception {
    try (ActorSystem system = Systems.open(memory)) {
      system.log("main").follow("one", seen::add);
      put(system, COMPACTING.with(Persistence.full()), "a", 1);
      assertEquals("a1", next());
    }
    memory.faults.snapshotDamage = snapshot -> new Snapshot(snapshot.sequence(), new byte[9]);
    try (ActorSystem system = Systems.open(memory)) {
      put(system, COMPACTING, "a", 2, 3, 4);
      assertEquals(4, memory.head(Systems.MEMORY, "chain", "a").events());
      assertThrows(StoreDamaged.class, () -> system.log("main").readers());
      assertThrows(StoreDamaged.class, () -> system.log("main").follow("one", seen::add));
    }
  }

  @Test
  void a_new_reader_is_told_that_the_beginning_is_gone_and_may_begin_with_the_states() throws Exception {
    BlockingQueue<LoggedState> states = new LinkedBlockingQueue<>();
    EventHandler handler = new EventHandler() {
      @Override
      public void event(LoggedEvent event) {
        seen.add(event);
      }

      @Override
      public void state(LoggedState state) {
        states.add(state);
      }
    };
    try (ActorSystem system = Systems.open(memory)) {
      EventLog log = system.log("main");
      put(system, COMPACTING, "a", 1, 2, 3);
      put(system, COMPACTING, "b", 4);
      assertThrows(HistoryCompacted.class, () -> log.follow("late", handler));
      assertEquals(List.of(), log.readers(), "it is not registered");
      log.follow("late", Start.SNAPSHOTS, handler);
      LoggedState state = states.take();
      assertEquals(List.of("chain", "a", 2L), List.of(state.actorType(), state.id(), state.sequence()));
      assertEquals(Optional.of(Links.of(List.of(1L, 2L))), state.as(COMPACTING));
      assertEquals(2L, state.fields().get("count"));
      assertEquals("a3", next());
      assertEquals("b1", next());
      put(system, COMPACTING, "a", 5);
      assertEquals("a4", next());
    }
  }

  @Test
  void who_reads_without_registering_gets_pages_and_the_truth() {
    LogOffset middle;
    try (ActorSystem system = Systems.open(memory)) {
      EventLog log = system.log("main");
      EventLog.Page none = log.read(log.start(), 10);
      assertEquals(List.of(), none.events());
      put(system, COMPACTING, "a", 1);
      put(system, COMPACTING, "b", 1);
      EventLog.Page first = log.read(none.next(), 1);
      assertEquals(List.of("a"), first.events().stream().map(LoggedEvent::id).toList());
      EventLog.Page second = log.read(LogOffset.parse(first.next().toString()), 10);
      assertEquals(List.of("b"), second.events().stream().map(LoggedEvent::id).toList());
      assertEquals(List.of(), log.read(second.next(), 10).events());
      put(system, COMPACTING, "b", 2);
      middle = first.next();
      assertThrows(HistoryCompacted.class, () -> log.read(middle, 10));
      EventLog.Page stored = log.stored(log.start(), 10);
      assertEquals(List.of("a"), stored.events().stream().map(LoggedEvent::id).toList(), "what is stored today");
      assertEquals(log.end(), stored.next());
      assertThrows(StoreRefused.class, () -> system.log("other").read(middle, 10));
      assertThrows(StoreRefused.class, () -> system.log("other").stored(middle, 10));
      LogOffset beyond = new LogOffset(middle.storeId(), new Position(middle.position().generation() + 9, 1));
      assertThrows(StoreRefused.class, () -> log.read(beyond, 10));
    }
    try (ActorSystem copy = Systems.open(FaultyProvider.memory())) {
      assertThrows(StoreRefused.class, () -> copy.log("main").read(middle, 10), "another store of the same name");
    }
  }

  @Test
  void the_history_of_one_actor_can_be_read_and_its_state_at_any_time_before() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorType<Order<?>, Linked, Links> type = Chain.type(Persistence.full().snapshotEvery(3));
      ActorRef<Order<?>> a = system.entity(type, "a");
      put(system, type, "a", 1, 2, 3, 4, 5);
      assertEquals(List.of(2L, 3L, 4L), system.events(a, 2, 4).map(LoggedEvent::sequence).toList());
      for (int n = 0; n <= 5; n++) {
        List<Long> values = List.of(1L, 2L, 3L, 4L, 5L).subList(0, n);
        assertEquals(Links.of(values), system.stateAt(type, "a", n));
      }
      assertThrows(IllegalArgumentException.class, () -> system.stateAt(type, "a", 6));
      assertEquals("The sequence of a state is 0 or more, not -1.",
          assertThrows(IllegalArgumentException.class, () -> system.stateAt(type, "a", -1)).getMessage());
      assertEquals("time",
          assertThrows(NullPointerException.class, () -> system.stateAt(type, "a", (Instant) null)).getMessage());
      List<LoggedEvent> all = system.events(a, 1, Long.MAX_VALUE).toList();
      long atLast = all.stream().filter(event -> !event.time().isAfter(all.get(4).time())).count();
      assertEquals(atLast, system.stateAt(type, "a", all.get(4).time()).count());
      assertEquals(Links.NONE, system.stateAt(type, "a", all.get(0).time().minusMillis(1)));
      assertEquals(0, system.events(system.entity(type, "nobody"), 1, 10).count());
      a.ask(new Purge());
      assertThrows(HistoryCompacted.class, () -> system.stateAt(type, "a", 4));
      assertEquals(Links.NONE, system.stateAt(type, "a", 5));
      assertEquals(Links.NONE, a.ask(new Look()));
    }
  }

  @Test
  void a_reader_of_many_states_lists_each_stream_once() throws Exception {
    int actors = 1_300;
    try (ActorSystem system = Systems.open(memory)) {
      for (int actor = 0; actor < actors; actor++) {
        system.entity(LIGHT, "a" + actor).ask(new Put(1));
      }
      CountDownLatch states = new CountDownLatch(actors);
      memory.faults.headsListed.set(0);
      system.log("main").follow("all", Start.SNAPSHOTS, new EventHandler() {
        @Override
        public void event(LoggedEvent event) {}

        @Override
        public void state(LoggedState state) {
          states.countDown();
        }
      });
      assertTrue(states.await(30, TimeUnit.SECONDS));
      assertTrue(memory.faults.headsListed.get() < actors + 20, () -> memory.faults.headsListed + " heads were read");
    }
  }
}
