package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.CairnException;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.PersistUnknown;
import dev.cairn.api.Persistence;
import dev.cairn.impl.Patience;
import dev.cairn.impl.journal.Chain.At;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Look;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Purge;
import dev.cairn.impl.journal.Chain.Put;
import dev.cairn.impl.journal.Chain.PutAll;
import dev.cairn.impl.journal.Faults.Moment;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.CommitResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves a pipelined actor, and when, and what it is told of events that are not stored. */
class PipelinedTest {
  private static final int MANY = 64;

  @TempDir
  Path data;

  private final FaultyProvider memory = FaultyProvider.memory().waiting();
  private final Faults faults = memory.faults;
  private final AtomicInteger applied = new AtomicInteger();
  private final CountDownLatch go = new CountDownLatch(1);

  private ActorRef<Order<?>> chain(ActorSystem system, Persistence policy) {
    return system.entity(Chain.applying(applied::incrementAndGet).with(policy), "1");
  }

  private ActorRef<Order<?>> chain(ActorSystem system) {
    return chain(system, Persistence.full().pipelined());
  }

  /** Lets the next commit wait for {@link #go}. Returns the answers of that many persists, of which none has come. */
  private List<CompletableFuture<Links>> underWay(ActorRef<Order<?>> chain, int persists) {
    chain.ask(new Look());
    CountDownLatch inside = new CountDownLatch(1);
    faults.pause = () -> {
      faults.pause = null;
      inside.countDown();
      Patience.await(go);
    };
    applied.set(0);
    List<CompletableFuture<Links>> answers = new ArrayList<>();
    for (int value = 1; value <= persists; value++) {
      answers.add(chain.askAsync(new Put(value)));
      Patience.await(inside);
    }
    Patience.until(() -> applied.get() == persists);
    return answers;
  }

  private static <T extends Throwable> T failure(Class<T> kind, CompletableFuture<?> answer) {
    return assertInstanceOf(kind, assertThrows(CompletionException.class, answer::join).getCause());
  }

  @Test
  void many_commands_of_one_actor_share_a_commit_and_their_answers_come_in_order() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> chain = chain(system);
      List<CompletableFuture<Links>> answers = underWay(chain, MANY);
      List<Long> order = Collections.synchronizedList(new ArrayList<>());
      List<CompletableFuture<Void>> noted =
          answers.stream().map(answer -> answer.thenAccept(links -> order.add(links.count()))).toList();
      assertTrue(answers.stream().noneMatch(CompletableFuture::isDone));
      int before = faults.count(Call.COMMIT);
      go.countDown();
      noted.forEach(CompletableFuture::join);
      assertEquals(before + 1, faults.count(Call.COMMIT), "all but the first are one list");
      assertEquals(MANY, chain.ask(new Look()).count());
      assertEquals(order.stream().sorted().toList(), order);
    }
  }

  @Test
  void who_only_reads_a_refusal_and_a_rejection_wait_too_for_what_was_seen() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> chain = chain(system);
      List<CompletableFuture<Links>> answers = underWay(chain, 2);
      CompletableFuture<Links> read = chain.askAsync(new Look());
      CompletableFuture<Links> rejected = chain.askAsync(new Put(-1));
      Patience.until(() -> applied.get() == 3);
      CompletableFuture<Long> at = chain.askAsync(new At());
      assertFalse(read.isDone() || rejected.isDone() || at.isDone());
      go.countDown();
      assertEquals(2, read.join().count());
      failure(PersistRejected.class, rejected);
      assertEquals(2, at.join());
      answers.forEach(CompletableFuture::join);
    }
  }

  @Test
  void a_commit_that_fails_fails_all_later_ones_and_who_has_seen_them_and_the_actor_recovers_once() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> chain = chain(system);
      chain.ask(new Put(0));
      faults.fail(Call.COMMIT, 1, Moment.MIDDLE);
      int recovered = faults.count(Call.RECOVER);
      List<CompletableFuture<Links>> answers = underWay(chain, MANY);
      CompletableFuture<Links> read = chain.askAsync(new Look());
      answers.add(chain.askAsync(new Put(MANY + 1)));
      Patience.until(() -> applied.get() == MANY + 1);
      go.countDown();
      for (CompletableFuture<Links> answer : answers) {
        failure(PersistFailed.class, answer);
      }
      String told = failure(PersistFailed.class, read).getMessage();
      assertTrue(told.contains("has seen events of the actor that were not stored"), told);
      assertEquals(new Links(1, 0), chain.ask(new Look()));
      assertEquals(recovered + 1, faults.count(Call.RECOVER));
      assertEquals(2, chain.ask(new Put(7)).count());
    }
  }

  @Test
  void events_whose_acknowledgement_was_lost_are_found_and_answered() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> chain = chain(system);
      chain.ask(new Put(0));
      faults.fail(Call.COMMIT, 2, Moment.AFTER);
      List<CompletableFuture<Links>> answers = underWay(chain, MANY);
      go.countDown();
      for (int i = 0; i < MANY; i++) {
        assertEquals(i + 2, answers.get(i).join().count());
      }
      assertEquals(MANY + 1, chain.ask(new Look()).count());
    }
  }

  @Test
  void of_a_list_that_was_stored_by_half_each_asker_is_told_the_truth() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> chain = chain(system);
      faults.fail(Call.COMMIT, 2, Moment.MIDDLE);
      List<CompletableFuture<Links>> answers = underWay(chain, MANY);
      go.countDown();
      long stored = 0;
      for (CompletableFuture<Links> answer : answers) {
        if (answer.handle((links, failure) -> failure == null).join()) {
          assertEquals(++stored, answer.join().count());
        } else {
          failure(PersistFailed.class, answer);
        }
      }
      assertTrue(stored > 1 && stored < MANY, stored + " are stored");
      assertEquals(stored, chain.ask(new Look()).count());
    }
  }

  @Test
  void a_list_that_an_engine_in_another_process_has_by_half_is_sent_again_from_there_and_in_order() {
    try (ActorSystem system = Systems.open(memory.remote(), data, Duration.ofSeconds(10))) {
      ActorRef<Order<?>> chain = chain(system);
      faults.fail(Call.COMMIT, 2, Moment.MIDDLE);
      List<CompletableFuture<Links>> answers = underWay(chain, MANY);
      faults.fail(Call.OPEN, 1, Moment.BEFORE);
      go.countDown();
      for (int number = 0; number < MANY; number++) {
        assertEquals(number + 1, answers.get(number).join().count());
      }
      assertEquals(MANY, chain.ask(new Look()).count());
      assertEquals(1, faults.halved);
    }
  }

  @Test
  void an_event_that_is_too_large_is_rejected_and_what_came_after_it_is_not_stored() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> chain = chain(system);
      List<CompletableFuture<Links>> answers = underWay(chain, 3);
      faults.answer = commits -> {
        faults.answer = null;
        return List.of(new CommitResult.TooLarge(1));
      };
      go.countDown();
      failure(PersistRejected.class, answers.get(0));
      failure(PersistFailed.class, answers.get(1));
      failure(PersistFailed.class, answers.get(2));
      assertEquals(Links.NONE, chain.ask(new Look()));
    }
  }

  @Test
  void a_repeated_command_waits_for_the_one_that_is_under_way() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> chain = chain(system);
      underWay(chain, 1);
      chain.askAsync("one", new Put(2));
      CompletableFuture<Links> again = chain.askAsync("one", new Put(2));
      Patience.until(() -> applied.get() == 2);
      assertFalse(again.isDone());
      go.countDown();
      assertEquals(2, failure(AlreadyDone.class, again).sequence());

    }
  }

  @Test
  void a_repeated_command_fails_with_the_one_that_is_under_way_and_may_then_be_sent_again() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> chain = chain(system);
      faults.fail(Call.COMMIT, 1, Moment.MIDDLE);
      underWay(chain, 1);
      CompletableFuture<Links> two = chain.askAsync("two", new Put(2));
      CompletableFuture<Links> again = chain.askAsync("two", new Put(2));
      chain.askAsync(new Put(-1)); // is handled after the repeated command, and counts where it is
      Patience.until(() -> applied.get() == 3);
      assertFalse(again.isDone());
      go.countDown();
      failure(PersistFailed.class, two);
      failure(PersistFailed.class, again);
      assertEquals(1, chain.ask("two", new Put(2)).count());
    }
  }

  @Test
  void what_the_store_does_not_answer_in_time_is_unknown_or_was_never_handed_in() {
    try (ActorSystem system = Systems.open(memory, Systems.MEMORY, Duration.ofMillis(1500))) {
      ActorRef<Order<?>> chain = chain(system);
      List<CompletableFuture<Links>> answers = underWay(chain, 5);
      failure(PersistUnknown.class, answers.get(0));
      for (CompletableFuture<Links> answer : answers.subList(1, 5)) {
        failure(PersistFailed.class, answer);
      }
      go.countDown();
      assertEquals(1, Eventually.succeeds(() -> chain.ask(new Look())).count());
    }
  }

  @Test
  void a_purge_waits_for_the_events_before_it() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> chain = chain(system);
      List<CompletableFuture<Links>> answers = underWay(chain, 3);
      CompletableFuture<Links> purged = chain.askAsync(new Purge());
      go.countDown();
      answers.forEach(CompletableFuture::join);
      assertEquals(Links.NONE, purged.join());
      assertEquals(4, chain.ask(new Put(1)).count() + chain.ask(new At()) - 1);
    }
  }

  @Test
  void a_system_that_closes_stores_and_answers_what_is_under_way() {
    List<CompletableFuture<Links>> answers;
    try (ActorSystem system = Systems.open(memory)) {
      answers = underWay(chain(system), MANY);
      Thread.ofVirtual().start(() -> Patience.until(() -> {
        go.countDown();
        return true;
      }));
    }
    assertEquals(MANY, answers.get(MANY - 1).join().count());
    try (ActorSystem system = Systems.open(memory)) {
      assertEquals(MANY, chain(system).ask(new Look()).count());
    }
  }

  @Test
  void snapshots_in_turn_do_not_stop_the_pipeline_and_one_that_fails_loses_nothing() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> chain = chain(system, Persistence.full().snapshotEvery(5).compactOnSnapshot(true).pipelined());
      List<CompletableFuture<Links>> answers = underWay(chain, MANY);
      go.countDown();
      answers.forEach(CompletableFuture::join);
    }
    try (ActorSystem system = Systems.open(memory)) {
      assertEquals(MANY, chain(system).ask(new Look()).count());
    }
  }

  @Test
  void more_than_may_be_under_way_waits_for_room() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> chain = chain(system);
      chain.ask(new PutAll(List.of(1L, 2L)));
      List<CompletableFuture<Links>> answers = new ArrayList<>();
      for (int i = 0; i < 5000; i++) {
        answers.add(chain.within(Duration.ofSeconds(60)).askAsync(new Put(i)));
        if (i % 500 == 0) {
          answers.get(i).join();
        }
      }
      answers.forEach(CompletableFuture::join);
      assertEquals(5002, chain.ask(new Look()).count());
    }
  }

  @Test
  void an_actor_that_stands_for_a_lost_store_recovers_when_it_is_back() {
    try (ActorSystem system = Systems.open(memory, Systems.MEMORY, Duration.ofMillis(200))) {
      ActorRef<Order<?>> chain = chain(system);
      chain.ask(new Put(1));
      faults.fail(Call.COMMIT, 1, Moment.AFTER);
      faults.failAll(Call.OPEN, new BackendException.Unavailable("the disk is gone", null));
      CairnException told = assertThrows(CairnException.class, () -> chain.ask(new Put(2)));
      assertInstanceOf(PersistUnknown.class, told);
      faults.heal();
      assertEquals(2, Eventually.succeeds(() -> chain.ask(new Look())).count());
    }
  }
}
