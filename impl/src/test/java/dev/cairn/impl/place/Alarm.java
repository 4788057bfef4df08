package dev.cairn.impl.place;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An actor that sets durable timers by commands that can be carried, and writes down which have rung, and how late. */
public final class Alarm implements PersistentActor<Alarm.Order<?>, Alarm.Happened, Alarm.Rung> {
  static final ActorType<Order<?>, Happened, Rung> TYPE = ActorType
      .of(MethodHandles.lookup(), "alarm", Happened.class, Rung.class, Alarm::new).timing(Ring.class);

  public sealed interface Order<R> extends Command<Order<?>, R> {}

  /** Sets a timer. */
  public record Set(String name, long millis, String text) implements Order<Long> {}

  /** Cancels a timer. */
  public record Cancel(String name) implements Order<Boolean> {}

  /** The command of a timer, and when it is due. */
  public record Ring(String text, long due) implements Order<Long> {}

  /** What has rung. */
  public record Look() implements Order<Rung> {}

  public record Happened(String what) {}

  public record Rung(List<String> texts) {}

  static ActorRef<Order<?>> of(ActorSystem system, String id) {
    return system.entity(TYPE, id);
  }

  @Override
  public Rung initialState() {
    return new Rung(List.of());
  }

  @Override
  public Rung apply(Rung before, Happened event) {
    List<String> more = new ArrayList<>(before.texts());
    if (!event.what().isEmpty()) {
      more.add(event.what());
    }
    return new Rung(more);
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Happened, Rung> ctx) {
    return switch (order) {
      case Set set -> {
        var due = ctx.now().plus(Duration.ofMillis(set.millis()));
        ctx.timers().durable(set.name(), due, new Ring(set.text(), due.toEpochMilli()));
        ctx.persist(new Happened(""));
        yield set.reply(ctx.sequence());
      }
      case Cancel cancel -> {
        boolean was = ctx.timers().cancelDurable(cancel.name());
        ctx.persist(new Happened(""));
        yield cancel.reply(was);
      }
      case Ring ring -> {
        String early = ctx.now().toEpochMilli() < ring.due() ? " too early" : "";
        ctx.persist(new Happened(ring.text() + early));
        yield ring.reply(ctx.sequence());
      }
      case Look look -> look.reply(ctx.state());
    };
  }
}
