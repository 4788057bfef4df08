package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnException;
import dev.cairn.api.CairnListener;
import dev.cairn.api.EventLog;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.Persistence;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.impl.journal.Stubborn.Add;
import dev.cairn.impl.journal.Stubborn.Added;
import dev.cairn.impl.journal.Stubborn.Look;
import dev.cairn.impl.journal.Stubborn.Order;
import dev.cairn.impl.journal.Stubborn.Sum;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An author's code throws more than exceptions: errors of all kinds, and checked exceptions that nobody declared. */
@Timeout(60)
class AuthorErrorTest {
  private static final ActorType<Order<?>, Added, Sum> FULL = Stubborn.type(Persistence.full().snapshotEvery(2));

  private final FaultyProvider memory = FaultyProvider.memory();
  private final Queue<Throwable> failedSnapshots = new ConcurrentLinkedQueue<>();

  @AfterEach
  void heal() {
    Stubborn.heal();
  }

  private ActorSystem open() {
    return Systems.open(memory, Systems.MEMORY, Duration.ofSeconds(10), Optional.of(new CairnListener() {
      @Override
      public void snapshotFailed(SnapshotFailed event) {
        failedSnapshots.add(event.cause());
      }
    }));
  }

  static Stream<Throwable> throwables() {
    return Stream.of(new AssertionError("one"), new NoClassDefFoundError("two"), new OutOfMemoryError("three"),
        new StackOverflowError(), new IOException("four"), new IllegalStateException("five"));
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void a_reader_whose_handler_throws_anything_says_so_and_gets_the_event_again(Throwable thrown) throws Exception {
    BlockingQueue<LoggedEvent> taken = new LinkedBlockingQueue<>();
    AtomicReference<EventLog.Following> following = new AtomicReference<>();
    AtomicReference<Throwable> once = new AtomicReference<>(thrown);
    try (ActorSystem system = open()) {
      system.entity(FULL, "a").ask(new Add(1));
      BlockingQueue<Optional<Throwable>> troubles = new LinkedBlockingQueue<>();
      following.set(system.log("main").follow("reader", event -> {
        EventLog.Following self = following.get();
        if (once.get() == null && self != null) {
          troubles.add(self.trouble());
        }
        Throwable now = once.getAndSet(null);
        if (now instanceof Error error) {
          throw error;
        }
        if (now != null) {
          throw (Exception) now;
        }
        taken.add(event);
      }));
      assertEquals(1, taken.poll(30, TimeUnit.SECONDS).sequence());
      Optional<Throwable> told = troubles.poll();
      assertTrue(told == null || told.orElseThrow() == thrown, "it was told while the reader waited");
      system.entity(FULL, "a").ask(new Add(1));
      assertEquals(2, taken.poll(30, TimeUnit.SECONDS).sequence());
    }
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void what_a_snapshot_throws_is_told_and_fails_no_command_and_no_actor(Throwable thrown) {
    try (ActorSystem system = open()) {
      ActorRef<Order<?>> actor = system.entity(FULL, "a");
      Stubborn.fromCodec = thrown;
      assertEquals(1, actor.ask(new Add(1)));
      assertEquals(2, actor.ask(new Add(1)), "its snapshot is due");
      assertEquals(1, failedSnapshots.size());
      system.stop(actor);
      assertEquals(2, failedSnapshots.size(), "at its stop it was tried again");
      assertEquals(2, actor.ask(new Look()), "the id is free");
      Stubborn.heal();
      assertEquals(4, actor.ask(new Add(2)));
    }
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void what_the_state_of_a_light_actor_throws_rejects_the_event(Throwable thrown) {
    try (ActorSystem system = open()) {
      ActorRef<Order<?>> actor = system.entity(Stubborn.type(Persistence.light()), "a");
      assertEquals(1, actor.ask(new Add(1)));
      Stubborn.fromCodec = thrown;
      assertThrows(PersistRejected.class, () -> actor.ask(new Add(1)));
      assertEquals(1, actor.ask(new Look()));
      Stubborn.heal();
      assertEquals(3, actor.ask(new Add(2)));
    }
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void what_apply_throws_before_the_commit_rejects_the_event(Throwable thrown) {
    try (ActorSystem system = open()) {
      ActorRef<Order<?>> actor = system.entity(FULL, "a");
      assertEquals(1, actor.ask(new Add(1)));
      Stubborn.fromApply = thrown;
      assertSame(thrown, assertThrows(PersistRejected.class, () -> actor.ask(new Add(1))).getCause());
      Stubborn.heal();
      assertEquals(3, actor.ask(new Add(2)));
    }
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void what_apply_throws_in_a_replay_names_the_stream_and_the_event(Throwable thrown) {
    try (ActorSystem system = open()) {
      system.entity(FULL, "a").ask(new Add(1));
      Stubborn.fromCodec = new AssertionError("no snapshot at the stop, please");
    }
    Stubborn.heal();
    try (ActorSystem system = open()) {
      Stubborn.fromApply = thrown;
      RecoveryFailed recovery =
          assertThrows(RecoveryFailed.class, () -> system.entity(FULL, "a").ask(new Look()));
      CairnException past = assertThrows(CairnException.class, () -> system.stateAt(FULL, "a", 1));
      for (CairnException told : List.of(recovery, past)) {
        assertTrue(told.getMessage().contains("event 1 of stream /stubborn/a"), told.getMessage());
        assertTrue(!told.getMessage().contains("null"), told.getMessage());
        assertSame(thrown, told.getCause().getCause());
      }
      Stubborn.heal();
      assertEquals(1, afterThePause(system.entity(FULL, "a")));
    }
  }

  /** An actor whose code has failed is left alone for a while. */
  private static long afterThePause(ActorRef<Order<?>> actor) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try {
        return actor.ask(new Look());
      } catch (RecoveryFailed e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void an_actor_that_cannot_be_stopped_in_order_is_free_again() {
    try (ActorSystem system = open()) {
      ActorRef<Order<?>> actor = system.entity(FULL, "a");
      actor.ask(new Add(1));
      Stubborn.fromCodec = new OutOfMemoryError("the state is larger than the heap");
      system.stop(actor);
      assertEquals(List.of(Stubborn.fromCodec), failedSnapshots.stream().map(AuthorErrorTest::root).toList());
      assertEquals(1, actor.ask(new Look()));
    }
  }

  private static Throwable root(Throwable thrown) {
    Throwable last = thrown;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return last;
  }
}
