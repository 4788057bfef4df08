package dev.cairn.impl.timer;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** An actor that sets timers and writes down which of them have rung. */
public final class Bell implements PersistentActor<Bell.Order<?>, Bell.Happened, Bell.Diary> {
  /** Persists each ring. */
  static final ActorType<Order<?>, Happened, Diary> TYPE = type("bell", Bell::persist).with(Persistence.light());

  private final Ringing ringing;

  Bell(Ringing ringing) {
    this.ringing = ringing;
  }

  /** What a bell does when a timer rings. */
  @FunctionalInterface
  interface Ringing {
    Reply ring(Ring ring, PersistentContext<Happened, Diary> ctx);
  }

  public sealed interface Order<R> extends Command<Order<?>, R> {}

  /** The command of a timer. */
  public record Ring(String text) implements Order<Integer> {}

  /** A command that no timer may send. */
  public record Other() implements Order<Integer> {}

  /** Whatever a test wants. */
  public record Do<R>(Function<PersistentContext<Happened, Diary>, R> work) implements Order<R> {}

  public record Happened(String what) {}

  public record Diary(List<String> all) {}

  static ActorType<Order<?>, Happened, Diary> type(String name, Ringing ringing) {
    return ActorType.of(MethodHandles.lookup(), name, Happened.class, Diary.class, () -> new Bell(ringing))
        .timing(Ring.class);
  }

  static Reply persist(Ring ring, PersistentContext<Happened, Diary> ctx) {
    return ring.reply(ctx.persist(new Happened(ring.text())).all().size());
  }

  /** Sets a timer of this name, which rings with its name, and persists an event with it. */
  static void set(ActorRef<Order<?>> bell, String name, Instant when) {
    bell.ask(new Do<>(ctx -> {
      ctx.timers().durable(name, when, new Ring(name));
      return ctx.persist(new Happened("set " + name));
    }));
  }

  static Optional<Instant> pending(ActorRef<Order<?>> bell, String name) {
    return bell.ask(new Do<>(ctx -> ctx.timers().durable(name)));
  }

  static List<String> diary(ActorRef<Order<?>> bell) {
    return bell.ask(new Do<>(ctx -> ctx.state().all()));
  }

  /** What has rung, without what was set. */
  static List<String> rung(ActorRef<Order<?>> bell) {
    return diary(bell).stream().filter(line -> !line.startsWith("set ")).toList();
  }

  static ActorRef<Order<?>> of(ActorSystem system, String id) {
    return system.entity(TYPE, id);
  }

  @Override
  public Diary initialState() {
    return new Diary(List.of());
  }

  @Override
  public Diary apply(Diary diary, Happened event) {
    List<String> more = new ArrayList<>(diary.all());
    more.add(event.what());
    return new Diary(more);
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Happened, Diary> ctx) {
    return switch (order) {
      case Ring ring -> ringing.ring(ring, ctx);
      case Other other -> other.reply(0);
      case Do<?> act -> answer(act, ctx);
    };
  }

  private static <R> Reply answer(Do<R> act, PersistentContext<Happened, Diary> ctx) {
    return act.reply(act.work().apply(ctx));
  }
}
