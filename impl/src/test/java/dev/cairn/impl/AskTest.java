package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.Answer;
import dev.cairn.api.AskTimeout;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Refused;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.AddAll;
import dev.cairn.impl.Ledger.AddThenThrow;
import dev.cairn.impl.Ledger.AnswerAnother;
import dev.cairn.impl.Ledger.Booked;
import dev.cairn.impl.Ledger.CallsOfThisInstance;
import dev.cairn.impl.Ledger.Entry;
import dev.cairn.impl.Ledger.Leak;
import dev.cairn.impl.Ledger.Refuse;
import dev.cairn.impl.Ledger.Sum;
import dev.cairn.impl.Ledger.Total;
import dev.cairn.impl.Ledger.WaitFor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an asker gets, on a real store. */
class AskTest {
  @TempDir
  Path data;

  private ActorSystem system;
  private ActorRef<Entry<?>> ledger;

  @BeforeEach
  void open() {
    system = ActorSystem.builder().data(data).backend("sqlite").open();
    ledger = system.entity(Ledger.TYPE, "1");
  }

  @AfterEach
  void close() {
    system.close();
  }

  private void reopen() {
    close();
    open();
  }

  @Test
  void what_was_answered_is_there_after_the_system_was_closed_and_opened() {
    assertEquals(5, ledger.ask(new Add(5)));
    assertEquals(12, ledger.ask(new Add(7)));
    reopen();
    assertEquals(new Sum(12, 2), ledger.ask(new Total()));
    assertEquals(13, ledger.ask(new Add(1)));
  }

  @Test
  void the_commands_of_one_thread_arrive_in_order() {
    ActorRef<Entry<?>> patient = ledger.within(Duration.ofMinutes(1)); // that many syncs, on whatever disk
    List<CompletableFuture<Long>> answers =
        IntStream.rangeClosed(1, 500).mapToObj(i -> patient.askAsync(new Add(1))).toList();
    for (int i = 0; i < answers.size(); i++) {
      assertEquals(i + 1, answers.get(i).join());
    }
  }

  @Test
  void several_events_are_stored_as_one() {
    assertEquals(55, ledger.ask(new AddAll(Ledger.upTo(10))));
    assertThrows(PersistRejected.class, () -> ledger.ask(new AddAll(List.of(1L, 2L, -1L))));
    reopen();
    assertEquals(new Sum(55, 10), ledger.ask(new Total()));
  }

  @Test
  void an_event_that_apply_rejects_leaves_memory_and_store_as_they_were() {
    ledger.ask(new Add(3));
    assertThrows(PersistRejected.class, () -> ledger.ask(new Add(-1)));
    assertEquals(new Sum(3, 1), ledger.ask(new Total()));
    reopen();
    assertEquals(new Sum(3, 1), ledger.ask(new Total()));
  }

  @Test
  void a_repeated_command_id_is_executed_once_also_across_a_restart() {
    assertEquals(4, ledger.ask("transfer-1", new Add(4)));
    assertEquals(1, assertThrows(AlreadyDone.class, () -> ledger.ask("transfer-1", new Add(4))).sequence());
    reopen();
    assertEquals(new Answer.Done<Long>(1), ledger.tryAsk("transfer-1", new Add(4)));
    assertEquals(new Sum(4, 1), ledger.ask(new Total()));
  }

  @Test
  void a_refusal_carries_the_reason_of_the_actor() {
    assertEquals("no", assertThrows(Refused.class, () -> ledger.ask(new Refuse("no"))).reason());
    assertEquals(new Answer.No<Long>(42), ledger.tryAsk(new Refuse(42)));
  }

  @Test
  void a_handler_that_throws_fails_its_command_and_leaves_the_last_committed_state() {
    ledger.ask(new CallsOfThisInstance());
    ActorFailed failure = assertThrows(ActorFailed.class, () -> ledger.ask(new AddThenThrow(9)));
    assertInstanceOf(IllegalStateException.class, failure.getCause());
    assertEquals(new Sum(9, 1), ledger.ask(new Total()));
    assertEquals(2, ledger.ask(new CallsOfThisInstance()), "a fresh instance has seen Total and this");
  }

  @Test
  void the_reply_of_another_command_is_no_answer() {
    assertThrows(ActorFailed.class, () -> ledger.ask(new AnswerAnother()));
  }

  @Test
  void an_asker_waits_no_longer_than_its_timeout() {
    CountDownLatch go = new CountDownLatch(1);
    ActorRef<Entry<?>> hasty = ledger.within(Duration.ofMillis(20));
    assertThrows(AskTimeout.class, () -> hasty.ask(new WaitFor(new CountDownLatch(1), go)));
    CompletableFuture<Long> late = hasty.askAsync(new Add(1));
    assertInstanceOf(AskTimeout.class, assertThrows(ExecutionException.class, late::get).getCause());
    go.countDown();
    assertEquals(new Sum(1, 1), ledger.ask(new Total()), "the command of the late asker was executed");
  }

  @Test
  void a_context_does_not_work_outside_its_call() {
    List<PersistentContext<Booked, Sum>> leaked = new ArrayList<>();
    ledger.ask(new Leak(leaked));
    assertThrows(IllegalStateException.class, () -> leaked.get(0).state());
    assertThrows(IllegalStateException.class, () -> leaked.get(0).persist(new Ledger.Amount(1)));
  }

  @Test
  void closing_ends_the_running_command_and_fails_the_waiting_ones() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Long> running = ledger.askAsync(new WaitFor(started, go));
    Patience.await(started);
    CompletableFuture<Long> waiting = ledger.askAsync(new Add(1));
    Thread closer = Thread.ofPlatform().start(system::close);
    Patience.until(this::refusesActors);
    go.countDown();
    Patience.join(closer);
    assertEquals(0, running.join());
    assertInstanceOf(ActorStopped.class, assertThrows(ExecutionException.class, waiting::get).getCause());
    assertThrows(ActorStopped.class, () -> ledger.ask(new Add(1)));
    open();
    assertEquals(new Sum(0, 0), ledger.ask(new Total()));
  }

  private boolean refusesActors() {
    try {
      system.entity(Ledger.TYPE, "2");
      return false;
    } catch (ActorStopped closing) {
      return true;
    }
  }

  @Test
  void many_actors_at_once_lose_nothing() {
    List<CompletableFuture<Long>> answers = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      for (int actor = 0; actor < 50; actor++) {
        answers.add(system.entity(Ledger.TYPE, "many-" + actor).askAsync(new Add(1)));
      }
    }
    answers.forEach(CompletableFuture::join);
    reopen();
    assertTrue(IntStream.range(0, 50)
        .allMatch(actor -> system.entity(Ledger.TYPE, "many-" + actor).ask(new Total()).equals(new Sum(20, 20))));
  }
}
