package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.AskCycle;
import dev.cairn.api.CairnException;
import dev.cairn.api.Deferred;
import dev.cairn.api.Mailbox;
import dev.cairn.api.MailboxFull;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistUnknown;
import dev.cairn.api.PersistentContext;
import dev.cairn.impl.Patience;
import dev.cairn.impl.journal.Faults.Moment;
import dev.cairn.impl.journal.Scribe.Count;
import dev.cairn.impl.journal.Scribe.Do;
import dev.cairn.impl.journal.Scribe.Look;
import dev.cairn.impl.journal.Scribe.Order;
import dev.cairn.impl.journal.Scribe.Owe;
import dev.cairn.impl.journal.Scribe.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a pipelined actor does to others first waits for its own events. */
class PipelinedEffectsTest {
  private final FaultyProvider memory = FaultyProvider.memory().waiting();
  private final Faults faults = memory.faults;
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicReference<Thread> actor = new AtomicReference<>();

  /** What a handler can do to others. */
  private enum Effect {
    TELL(ctx -> other(ctx).tell(new Look())),
    ASK(ctx -> other(ctx).ask(new Look())),
    ASK_LATER(ctx -> other(ctx).askAsync(new Look())),
    ACTIVATE(ctx -> ctx.system().spawn(Scribe.TYPE, "new")),
    STOP(ctx -> ctx.stop(other(ctx))),
    STOP_THROUGH_THE_SYSTEM(ctx -> ctx.system().stop(other(ctx))),
    PUBLISH(ctx -> ctx.system().eventStream().publish("published")),
    SNAPSHOT(ctx -> assertTrue(ctx.snapshot())),
    PURGE(PersistentContext::purge),
    AWAIT(PersistentContext::awaitDurable);

    private final Consumer<PersistentContext<Written, Count>> work;

    Effect(Consumer<PersistentContext<Written, Count>> work) {
      this.work = work;
    }

    private static ActorRef<Order<?>> other(PersistentContext<?, ?> ctx) {
      return ctx.system().entity(Scribe.TYPE, "other");
    }
  }

  private void holdNextCommit() {
    faults.pause = () -> {
      faults.pause = null;
      inside.countDown();
      Patience.await(go);
    };
  }

  private static <T extends Throwable> T failure(Class<T> kind, CompletableFuture<?> answer) {
    return assertInstanceOf(kind, assertThrows(CompletionException.class, answer::join).getCause());
  }

  private void untilTheActorWaits() {
    Patience.await(inside);
    Patience.until(() -> actor.get() != null && actor.get().getState() == Thread.State.WAITING);
  }

  private Do doing(Consumer<PersistentContext<Written, Count>> work, Runnable after) {
    return new Do(ctx -> {
      actor.set(Thread.currentThread());
      work.accept(ctx);
      after.run();
    });
  }

  @ParameterizedTest
  @EnumSource(Effect.class)
  void each_effect_waits_until_the_events_before_it_are_durable(Effect effect) {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> scribe = system.entity(Scribe.TYPE, "1");
      scribe.ask(new Look());
      system.entity(Scribe.TYPE, "other").ask(new Look());
      AtomicInteger published = new AtomicInteger();
      system.eventStream().subscribe(String.class, 10, event -> published.incrementAndGet());
      CountDownLatch returned = new CountDownLatch(1);
      holdNextCommit();
      CompletableFuture<Long> answer = scribe.askAsync(doing(effect.work, returned::countDown));
      untilTheActorWaits();
      assertEquals(1, returned.getCount());
      assertEquals(0, published.get());
      go.countDown();
      assertEquals(1, answer.join());
      Patience.await(returned);
      Patience.until(() -> published.get() == (effect == Effect.PUBLISH ? 1 : 0));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Effect.class, mode = EnumSource.Mode.EXCLUDE, names = "SNAPSHOT")
  void no_effect_follows_an_event_that_is_not_stored(Effect effect) {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> scribe = system.entity(Scribe.TYPE, "1");
      scribe.ask(new Look());
      CountDownLatch returned = new CountDownLatch(1);
      faults.fail(Call.COMMIT, 1, Moment.BEFORE);
      failure(PersistFailed.class, scribe.askAsync(doing(effect.work, returned::countDown)));
      assertEquals(1, returned.getCount());
      assertEquals(0, scribe.ask(new Look()));
    }
  }

  @Test
  void a_letter_to_the_actor_itself_does_not_wait() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> scribe = system.entity(Scribe.TYPE, "1");
      scribe.ask(new Look());
      CountDownLatch returned = new CountDownLatch(1);
      holdNextCommit();
      CompletableFuture<Long> answer =
          scribe.askAsync(doing(ctx -> ctx.self(Scribe.TYPE).tell(new Look()), returned::countDown));
      Patience.await(returned);
      assertFalse(answer.isDone());
      go.countDown();
      assertEquals(1, answer.join());
    }
  }

  @Test
  void an_answer_that_is_given_later_waits_whoever_gives_it() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> scribe = system.entity(Scribe.TYPE, "1");
      List<Deferred<Long>> owed = new ArrayList<>();
      CompletableFuture<Long> first = scribe.askAsync(new Owe(owed::add));
      CompletableFuture<Long> second = scribe.askAsync(new Owe(owed::add));
      scribe.ask(new Look());
      holdNextCommit();
      CountDownLatch handled = new CountDownLatch(1);
      CompletableFuture<Long> answer = scribe.askAsync(new Do(ctx -> {
        assertTrue(owed.get(0).reply(7L));
        handled.countDown();
      }));
      Patience.await(handled);
      assertTrue(owed.get(1).reply(8L));
      CompletableFuture<Long> seen = scribe.askAsync(new Look());
      assertFalse(first.isDone() || second.isDone() || answer.isDone() || seen.isDone());
      go.countDown();
      assertEquals(7, first.join());
      assertEquals(8, second.join());
    }
  }

  @Test
  void two_actors_that_ask_each_other_in_the_middle_of_their_pipelines_are_told_so() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> one = system.entity(Scribe.TYPE, "1");
      ActorRef<Order<?>> two = system.entity(Scribe.TYPE, "2");
      AtomicReference<CairnException> told = new AtomicReference<>();
      long events = one.ask(new Do(ctx -> two.ask(new Do(inner -> {
        told.set(assertThrows(AskCycle.class, () -> one.ask(new Look())));
      }))));
      assertEquals(1, events);
      assertInstanceOf(AskCycle.class, told.get());
      assertThrows(CairnException.class, () -> one.ask(new Do(ctx -> one.ask(new Look()))));
      assertEquals(2, one.ask(new Look()));
    }
  }

  @Test
  void an_effect_that_waits_for_a_store_that_hangs_is_told_at_the_deadline_of_the_event() {
    try (ActorSystem system = Systems.open(memory, Systems.MEMORY, Duration.ofSeconds(2))) {
      ActorRef<Order<?>> scribe = system.entity(Scribe.TYPE, "1");
      scribe.ask(new Look());
      holdNextCommit();
      CountDownLatch returned = new CountDownLatch(1);
      failure(PersistUnknown.class, scribe.askAsync(doing(Effect.TELL.work, returned::countDown)));
      assertEquals(1, returned.getCount());
      go.countDown();
      assertEquals(1, Eventually.succeeds(() -> scribe.ask(new Look())));
    }
  }

  @Test
  void a_mailbox_is_full_behind_a_full_pipeline_as_ever() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> scribe = system.entity(Scribe.TYPE.with(Mailbox.of(10)), "1");
      scribe.ask(new Look());
      holdNextCommit();
      List<CompletableFuture<Long>> answers = new ArrayList<>();
      AtomicInteger handled = new AtomicInteger();
      Patience.until(() -> {
        answers.add(scribe.askAsync(new Do(ctx -> handled.incrementAndGet())));
        return answers.get(answers.size() - 1).isCompletedExceptionally() && handled.get() >= 1000;
      });
      go.countDown();
      long stored = 0;
      for (CompletableFuture<Long> answer : answers) {
        if (answer.handle((count, failure) -> failure == null).join()) {
          assertEquals(++stored, answer.join());
        } else {
          failure(MailboxFull.class, answer);
        }
      }
      assertTrue(stored >= 1000, stored + " are stored");
      assertEquals(stored, scribe.ask(new Look()));
    }
  }

  @Test
  void a_stop_in_the_middle_answers_what_was_handled_and_stores_it() {
    try (ActorSystem system = Systems.open(memory)) {
      ActorRef<Order<?>> scribe = system.entity(Scribe.TYPE, "1");
      scribe.ask(new Look());
      holdNextCommit();
      CompletableFuture<Long> one = scribe.askAsync(new Do(ctx -> {}));
      Patience.await(inside);
      CountDownLatch handled = new CountDownLatch(1);
      CompletableFuture<Long> two = scribe.askAsync(new Do(ctx -> {
        ctx.stop();
        handled.countDown();
      }));
      Patience.await(handled);
      Thread stopper = Thread.ofVirtual().start(() -> system.stop(scribe));
      go.countDown();
      assertEquals(1, one.join());
      assertEquals(2, two.join());
      Patience.until(() -> !stopper.isAlive());
      assertEquals(2, scribe.ask(new Look()));
    }
  }
}
