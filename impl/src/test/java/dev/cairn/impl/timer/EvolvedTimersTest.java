package dev.cairn.impl.timer;

import static dev.cairn.impl.timer.WallClock.NOON;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Evolution;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import dev.cairn.impl.Patience;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A timer that is older than the program. */
@Timeout(60)
class EvolvedTimersTest {
  @TempDir
  Path data;

  private final WallClock clock = new WallClock();

  @AfterEach
  void stopsTheClock() {
    clock.close();
  }

  record Happened(String what) {}

  record Diary(String last) {}

  /** The command of the next release has one component more. */
  static final class Next {
    private Next() {}

    sealed interface Order extends Command<Order, String> {}

    record Ring(String text, int volume) implements Order {}

    record Look() implements Order {}

    static final class Bell implements PersistentActor<Order, Happened, Diary> {
      @Override
      public Diary initialState() {
        return new Diary("");
      }

      @Override
      public Diary apply(Diary diary, Happened event) {
        return new Diary(event.what());
      }

      @Override
      public Reply handle(Order order, PersistentContext<Happened, Diary> ctx) {
        return switch (order) {
          case Ring ring -> ring.reply(ctx.persist(new Happened(ring.text() + " at " + ring.volume())).last());
          case Look look -> look.reply(ctx.state().last());
        };
      }
    }
  }

  record Ring(String text) implements Command<Ring, String> {}

  static final class Before implements PersistentActor<Ring, Happened, Diary> {
    @Override
    public Diary initialState() {
      return new Diary("");
    }

    @Override
    public Diary apply(Diary diary, Happened event) {
      return new Diary(event.what());
    }

    @Override
    public Reply handle(Ring ring, PersistentContext<Happened, Diary> ctx) {
      ctx.timers().durable("old", NOON.plusSeconds(1), ring);
      return ring.reply(ctx.persist(new Happened("set")).last());
    }
  }

  @Test
  void its_command_is_read_as_the_evolution_of_the_type_declares() {
    var before = ActorType.of(MethodHandles.lookup(), "bell", Happened.class, Diary.class, Before::new)
        .timing(Ring.class);
    try (ActorSystem system = builder().types(before).open()) {
      system.entity(before, "1").ask(new Ring("loud"));
    }
    clock.set(NOON.plusSeconds(1));
    var now = ActorType.of(MethodHandles.lookup(), "bell", Happened.class, Diary.class, Next.Bell::new)
        .timing(Next.Ring.class).evolving(Evolution.declare().added(Next.Ring.class, "volume", 7));
    try (ActorSystem system = builder().types(now).open()) {
      Patience.until(() -> system.entity(now, "1").ask(new Next.Look()).equals("loud at 7"));
    }
  }

  private ActorSystem.Builder builder() {
    return ActorSystem.builder().data(data).backend("sqlite").time(clock);
  }
}
