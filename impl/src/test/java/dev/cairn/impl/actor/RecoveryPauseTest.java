package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnException;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.Reply;
import dev.cairn.api.StartFailed;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Senders that go on sending to an actor that cannot be brought into memory. */
@Timeout(60)
class RecoveryPauseTest extends ActorsTest {
  private static final int TELLS = 50;
  private static final Duration SHORTEST = Duration.ofMillis(100);

  private final AtomicInteger begun = new AtomicInteger();
  private volatile boolean applyFails;
  private volatile boolean startFails;
  private final ActorType<Add, Added, Sum> type =
      ActorType.of(MethodHandles.lookup(), "brittle", Added.class, Sum.class, Brittle::new);

  record Add(long amount) implements Command<Add, Long> {}
  record Added(long amount) {}
  /** No snapshot can hold it, so each recovery reads all events. */
  record Sum(long total, String noText) {}

  /** Fails when it is told to. */
  final class Brittle implements PersistentActor<Add, Added, Sum> {
    @Override
    public Sum initialState() {
      begun.incrementAndGet();
      return new Sum(0, "");
    }

    @Override
    public Sum apply(Sum state, Added event) {
      if (applyFails) {
        throw new IllegalArgumentException("never heard of it");
      }
      return new Sum(state.total() + event.amount(), "\ud800");
    }

    @Override
    public void started(PersistentContext<Added, Sum> ctx) {
      if (startFails) {
        throw new IllegalArgumentException("no database");
      }
    }

    @Override
    public Reply handle(Add command, PersistentContext<Added, Sum> ctx) {
      return command.reply(ctx.persist(new Added(command.amount())).total());
    }
  }

  @Override
  ActorSystem.Builder configured(ActorSystem.Builder builder) {
    return builder.time(time).idleAfter(Duration.ofMinutes(1)).askTimeout(Duration.ofDays(1));
  }

  /** An actor with an event, at rest. */
  private ActorRef<Add> rested() {
    ActorRef<Add> actor = system.entity(type, "1");
    actor.ask(new Add(1));
    system.stop(actor);
    begun.set(0);
    return actor;
  }

  private <X extends CairnException> X told(Class<X> failure, ActorRef<Add> actor) {
    for (int i = 0; i < TELLS; i++) {
      actor.tell(new Add(1));
    }
    return assertThrows(failure, () -> actor.ask(new Add(1)));
  }

  @Test
  void an_actor_that_cannot_be_recovered_is_read_once_and_not_by_every_tell() {
    ActorRef<Add> actor = rested();
    applyFails = true;
    RecoveryFailed failure = told(RecoveryFailed.class, actor);
    assertEquals(1, begun.get());
    assertTrue(failure.getMessage().contains("/brittle/1"), failure.getMessage());
    assertInstanceOf(IllegalArgumentException.class, failure.getCause().getCause());
  }

  @Test
  void pauses_double_and_end_with_a_success() {
    ActorRef<Add> actor = rested();
    applyFails = true;
    Duration pause = SHORTEST;
    for (int attempts = 1; attempts < 5; attempts++) {
      told(RecoveryFailed.class, actor);
      assertEquals(attempts, begun.get());
      time.advance(pause.minusNanos(1));
      told(RecoveryFailed.class, actor);
      assertEquals(attempts, begun.get());
      time.advance(Duration.ofNanos(1));
      pause = pause.multipliedBy(2);
    }
    applyFails = false;
    assertEquals(2, actor.ask(new Add(1)));
    system.stop(actor);
    applyFails = true;
    begun.set(0);
    told(RecoveryFailed.class, actor);
    time.advance(SHORTEST);
    told(RecoveryFailed.class, actor);
    assertEquals(2, begun.get(), "the first pause is short again");
  }

  @Test
  void an_actor_that_cannot_start_is_read_once_and_not_by_every_tell() {
    ActorRef<Add> actor = rested();
    startFails = true;
    StartFailed failure = told(StartFailed.class, actor);
    assertEquals(1, begun.get());
    assertInstanceOf(IllegalArgumentException.class, failure.getCause());
    startFails = false;
    time.advance(SHORTEST);
    assertEquals(2, actor.ask(new Add(1)));
  }
}
