package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** An active identity has one instance: its state is recovered by it, and it handles the commands. */
class OneInstanceTest extends ActorsTest {
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final List<Counter> made = new CopyOnWriteArrayList<>();
  private final ActorType<Act, Counted, Count> type =
      ActorType.of(MethodHandles.lookup(), "counter", Counted.class, Count.class, () -> {
        Counter counter = new Counter();
        made.add(counter);
        return counter;
      });

  record Counted() {}

  record Count(int events) {}

  sealed interface Act extends Command<Act, Counter> {}

  /** Stores an event; answers the instance that handles it. */
  record Add() implements Act {}

  record Fail() implements Act {}

  private static final class Counter implements PersistentActor<Act, Counted, Count> {
    private volatile boolean begins;

    @Override
    public Count initialState() {
      begins = true;
      return new Count(0);
    }

    @Override
    public Count apply(Count state, Counted event) {
      return new Count(state.events() + 1);
    }

    @Override
    public Reply handle(Act command, PersistentContext<Counted, Count> ctx) {
      return switch (command) {
        case Add add -> {
          ctx.persist(new Counted());
          yield add.reply(this);
        }
        case Fail fail -> throw new IllegalStateException("as told");
      };
    }
  }

  @Override
  ActorSystem.Builder configured(ActorSystem.Builder builder) {
    return builder.time(time).idleAfter(IDLE).askTimeout(Duration.ofDays(1));
  }

  /** The instances that were made since the last call. */
  private List<Counter> takeMade() {
    List<Counter> taken = List.copyOf(made);
    made.clear();
    return taken;
  }

  private void rest() {
    time.advance(IDLE);
    until(() -> system.statistics().active() == 0);
  }

  @Test
  void the_instance_that_recovers_the_state_handles_the_commands() {
    ActorRef<Act> counter = system.entity(type, "1");
    takeMade(); // the runtime looks at the commands of a new type
    Counter first = counter.ask(new Add());
    assertEquals(List.of(first), takeMade());
    assertTrue(first.begins, "the recovery has asked it for the state before the first event");
    rest();
    Counter second = counter.ask(new Add());
    assertEquals(List.of(second), takeMade());
  }

  @Test
  void a_restart_makes_one_fresh_instance() {
    ActorRef<Act> counter = system.entity(type, "1");
    counter.ask(new Add());
    takeMade();
    assertThrows(ActorFailed.class, () -> counter.ask(new Fail()));
    Counter second = counter.ask(new Add());
    assertEquals(List.of(second), takeMade());
    assertSame(second, counter.ask(new Add()));
  }
}
