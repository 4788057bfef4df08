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
import dev.cairn.api.HistoryCompacted;
import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.LoggedState;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistUnknown;
import dev.cairn.api.Persistence;
import dev.cairn.api.Withdrawal;
import dev.cairn.impl.journal.Chain.Linked;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Purge;
import dev.cairn.impl.journal.Chain.Put;
import dev.cairn.impl.journal.Chain.PutAll;
import dev.cairn.impl.journal.Faults.Moment;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Retention;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader hears of events that were purged, from under it or after it had read them. */
@Timeout(60)
class WithdrawalTest {
  private static final ActorType<Order<?>, Linked, Links> STATE_ONLY = Chain.type(Persistence.stateOnly());

  @TempDir
  Path data;

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<Withdrawal> withdrawals = new LinkedBlockingQueue<>();

  /** Notes all that it gets, in order. */
  private final class Notes implements EventHandler {
    @Override
    public void event(LoggedEvent event) {
      heard.add(event.id() + event.sequence());
    }

    @Override
    public void state(LoggedState state) {
      heard.add("state of " + state.id() + " at " + state.sequence());
    }

    @Override
    public void withdrawn(Withdrawal withdrawal) {
      withdrawals.add(withdrawal);
      heard.add(withdrawal.id() + withdrawal.firstSequence() + "-" + withdrawal.lastSequence() + " withdrawn");
    }
  }

  private ActorSystem open(FaultyProvider provider) {
    return Systems.open(provider, data, Duration.ofSeconds(10));
  }

  private String next() throws InterruptedException {
    return Optional.ofNullable(heard.poll(20, TimeUnit.SECONDS)).orElse("nothing came");
  }

  private List<String> next(int count) throws InterruptedException {
    List<String> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      some.add(next());
    }
    return some;
  }

  private static void put(ActorSystem system, String id, int events) {
    ActorRef<Order<?>> actor = system.entity(Chain.TYPE, id);
    for (int value = 1; value <= events; value++) {
      actor.ask(new Put(value));
    }
  }

  private static void purge(ActorSystem system, String id) {
    system.entity(Chain.TYPE, id).ask(new Purge());
  }

  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite", "rocksdb" })
  void a_reader_hears_of_each_of_two_hundred_purges_although_it_has_not_read_what_they_deleted(String backend)
      throws Exception {
    try (ActorSystem system = open(FaultyProvider.of(backend))) {
      system.log("main").follow("all", new Notes());
      List<Thread> writers = IntStream.range(0, 200).mapToObj(number -> Thread.ofVirtual().start(() -> {
        put(system, "n" + number + ":", 2);
        purge(system, "n" + number + ":");
      })).toList();
      for (Thread writer : writers) {
        writer.join();
      }
      put(system, "last", 1);
      List<String> all = new ArrayList<>();
      for (String one = next(); !one.equals("last1"); one = next()) {
        all.add(one);
      }
      for (int number = 0; number < 200; number++) {
        assertTrue(all.contains("n" + number + ":1-2 withdrawn"), "n" + number + " in " + all);
      }
    }
  }

  /** Takes events, and fails whenever it is told that some were withdrawn. */
  private final class Unheard implements EventHandler {
    private final CountDownLatch tried;

    Unheard(CountDownLatch tried) {
      this.tried = tried;
    }

    @Override
    public void event(LoggedEvent event) {
      new Notes().event(event);
    }

    @Override
    public void withdrawn(Withdrawal withdrawal) {
      tried.countDown();
      throw new IllegalStateException("killed before it was told");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite", "rocksdb" })
  void a_reader_that_was_not_there_hears_of_it_in_its_turn_and_then_what_comes_under_the_id_again(String backend)
      throws Exception {
    FaultyProvider provider = FaultyProvider.of(backend);
    try (ActorSystem system = open(provider)) {
      put(system, "a", 1);
      EventLog.Following following = system.log("main").follow("all", new Notes());
      assertEquals("a1", next());
      following.close();
      put(system, "b", 1);
      put(system, "a", 1);
      purge(system, "a");
    }
    try (ActorSystem system = open(provider)) {
      put(system, "a", 1);
      put(system, "b", 1);
      EventLog log = system.log("main");
      CountDownLatch tried = new CountDownLatch(2);
      log.follow("all", new Unheard(tried));
      assertEquals("b1", next());
      assertTrue(tried.await(20, TimeUnit.SECONDS));
    }
    try (ActorSystem system = open(provider)) {
      system.log("main").follow("all", new Notes());
      assertEquals(List.of("a1-2 withdrawn", "a3", "b2"), next(3));
      Withdrawal told = withdrawals.take();
      assertEquals(List.of(Withdrawal.Reason.PURGED, "main", "/chain/a", "chain"),
          List.of(told.reason(), told.store(), told.path(), told.actorType()));
      assertTrue(told.firstOffset().orElseThrow().position().compareTo(told.lastOffset().orElseThrow().position()) < 0);
      assertTrue(told.lastOffset().get().position().compareTo(told.offset().position()) < 0);
      assertEquals(system.log("main").start().storeId(), told.firstOffset().get().storeId());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite", "rocksdb" })
  void a_process_that_dies_between_the_note_and_the_purge_has_withdrawn_nothing(String backend) throws Exception {
    FaultyProvider provider = FaultyProvider.of(backend);
    try (ActorSystem system = Systems.open(provider, data, Duration.ofSeconds(1))) {
      system.log("main").follow("all", new Notes()).close();
      put(system, "a", 2);
      provider.faults.failAndGo(Call.COMMIT, 2, Moment.BEFORE);
      assertThrows(PersistUnknown.class, () -> purge(system, "a"));
    }
    provider.faults.heal();
    try (ActorSystem system = open(provider)) {
      put(system, "a", 1);
      system.log("main").follow("all", new Notes());
      assertEquals(List.of("a1", "a2", "a3"), next(3));
      purge(system, "a");
      assertEquals("a1-3 withdrawn", next());
      assertEquals(1, withdrawals.size());
    }
  }

  @Test
  void a_note_that_cannot_be_stored_purges_nothing_and_the_actor_goes_on() throws Exception {
    FaultyProvider memory = FaultyProvider.memory();
    try (ActorSystem system = Systems.open(memory)) {
      put(system, "a", 2);
      memory.faults.fail(Call.COMMIT, 1, Moment.BEFORE);
      PersistFailed failed = assertThrows(PersistFailed.class, () -> purge(system, "a"));
      assertTrue(failed.getMessage().contains("nothing was purged"), failed.getMessage());
      put(system, "a", 1);
      system.log("main").follow("all", new Notes());
      assertEquals(List.of("a1", "a2", "a3"), next(3));
    }
  }

  @Test
  void a_purge_whose_answer_was_lost_is_told() throws Exception {
    FaultyProvider memory = FaultyProvider.memory();
    try (ActorSystem system = Systems.open(memory)) {
      system.log("main").follow("all", new Notes()).close();
      put(system, "a", 1);
      memory.faults.fail(Call.COMMIT, 2, Moment.AFTER);
      purge(system, "a");
      system.log("main").follow("all", new Notes());
      assertEquals("a1-1 withdrawn", next());
    }
  }

  @Test
  void a_purge_of_many_events_and_each_further_one_is_one_withdrawal() throws Exception {
    try (ActorSystem system = Systems.open(FaultyProvider.memory())) {
      system.entity(Chain.TYPE, "a").ask(new PutAll(LongStream.range(0, 5_000).boxed().toList()));
      system.log("main").follow("from the states", Start.SNAPSHOTS, new EventHandler() {
        @Override
        public void event(LoggedEvent event) {}

        @Override
        public void state(LoggedState state) {}

        @Override
        public void withdrawn(Withdrawal withdrawal) {
          new Notes().withdrawn(withdrawal);
        }
      });
      purge(system, "a");
      purge(system, "a");
      assertEquals("a1-5000 withdrawn", next());
      put(system, "a", 2);
      purge(system, "a");
      assertEquals("a5001-5002 withdrawn", next());
      assertEquals(2, withdrawals.size(), "a purge of nothing withdraws nothing");
    }
  }

  @Test
  void a_reader_that_took_a_state_hears_that_it_is_gone() throws Exception {
    try (ActorSystem system = Systems.open(FaultyProvider.memory())) {
      ActorRef<Order<?>> actor = system.entity(STATE_ONLY, "a");
      actor.ask(new Put(1));
      system.log("main").follow("states", Start.SNAPSHOTS, new Notes());
      assertEquals("state of a at 1", next());
      actor.ask(new Purge());
      assertEquals("a1-1 withdrawn", next());
      assertEquals(Optional.empty(), withdrawals.take().firstOffset(), "its event never stood in the log");
    }
  }

  @Test
  void a_reader_that_begins_while_a_purge_is_under_way_takes_no_state_of_which_it_would_not_hear_that_it_is_gone()
      throws Exception {
    Journal journal = Systems.journal(FaultyProvider.memory(), Systems.MEMORY);
    try (ActorSystem system = Systems.over(journal)) {
      system.entity(STATE_ONLY, "a").ask(new Put(1));
      Store store = journal.store("main");
      StreamKey actor = new StreamKey("main", "chain", "a");
      store.withdrawals().around(Withdrawal.Reason.PURGED, actor, 1, journal.committer().patience(), () -> {
        system.log("main").follow("states", Start.SNAPSHOTS, new Notes());
        journal.committer().commit(new Commit(actor, journal.committer().generation(), 1, List.of(), Optional.empty(),
            new Retention.Purge()));
      });
      system.entity(Chain.named("other"), "b").ask(new Put(1));
      assertEquals("b1", next());
    }
  }

  @Test
  void a_handler_that_does_not_hear_of_it_goes_on() throws Exception {
    try (ActorSystem system = Systems.open(FaultyProvider.memory())) {
      system.log("main").follow("plain", event -> heard.add(event.id() + event.sequence()));
      put(system, "a", 1);
      assertEquals("a1", next());
      purge(system, "a");
      put(system, "a", 1);
      assertEquals("a2", next());
      assertEquals(0, heard.size());
    }
  }

  @Test
  void a_registered_reader_goes_on_at_its_own_offset_although_what_came_next_was_purged() throws Exception {
    try (ActorSystem system = Systems.open(FaultyProvider.memory())) {
      EventLog log = system.log("main");
      put(system, "a", 1);
      EventLog.Following following = log.follow("db", new Notes());
      assertEquals("a1", next());
      following.close();
      LogOffset own = following.offset();
      put(system, "b", 2);
      purge(system, "b");
      log.follow("db", own, new Notes());
      assertEquals("b1-2 withdrawn", next());
      assertThrows(HistoryCompacted.class, () -> log.follow("new", own, new Notes()), "nobody held that for it");
    }
  }

  @Test
  void an_offset_of_ones_own_that_was_kept_with_the_withdrawal_is_after_it() throws Exception {
    try (ActorSystem system = Systems.open(FaultyProvider.memory())) {
      EventLog log = system.log("main");
      put(system, "a", 1);
      LogOffset middle = log.read(log.start(), 1).next();
      log.follow("db", middle, new Notes());
      purge(system, "a");
      put(system, "b", 1);
      assertEquals(List.of("a1-1 withdrawn", "b1"), next(2));
      log.drop("db");
      log.follow("db", middle, new Notes());
      assertEquals("a1-1 withdrawn", next(), "it is told again to who has forgotten");
      log.drop("db");
      heard.clear();
      log.follow("db", withdrawals.take().offset(), new Notes());
      assertEquals("b1", next());
      assertEquals(List.of("b1"), log.read(middle, 9).events().stream().map(e -> e.id() + e.sequence()).toList());
    }
  }
}
