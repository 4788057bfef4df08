package dev.cairn.micrometer;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.util.function.Consumer;

/** A persistent actor for tests: it takes money, passes commands on, and waits. */
final class Till implements PersistentActor<Till.Act<?>, Till.Paid, Till.Sum> {
  static final ActorType<Act<?>, Paid, Sum> TYPE =
      ActorType.of(MethodHandles.lookup(), "till", Paid.class, Sum.class, Till::new);

  sealed interface Act<R> extends Command<Act<?>, R> {}

  record Pay(long cents) implements Act<Long> {}

  record PassOn(ActorRef<Act<?>> to, long cents) implements Act<Long> {}

  record TellOn(ActorRef<Act<?>> to, long cents) implements Act<Long> {}

  record Run(Consumer<PersistentContext<Paid, Sum>> body) implements Act<Long> {}

  record Paid(long cents) {}

  record Sum(long cents) {}

  @Override
  public Sum initialState() {
    return new Sum(0);
  }

  @Override
  public Sum apply(Sum state, Paid event) {
    if (event.cents() < 0) {
      throw new IllegalArgumentException("negative");
    }
    return new Sum(state.cents() + event.cents());
  }

  @Override
  public Reply handle(Act<?> command, PersistentContext<Paid, Sum> ctx) {
    return switch (command) {
      case Pay pay when pay.cents() == 0 -> pay.refuse("nothing");
      case Pay pay -> pay.reply(ctx.persist(new Paid(pay.cents())).cents());
      case PassOn on -> on.reply(on.to().ask(new Pay(on.cents())));
      case TellOn on -> {
        on.to().tell(new Pay(on.cents()));
        yield on.reply(0L);
      }
      case Run run -> {
        run.body().accept(ctx);
        yield run.reply(0L);
      }
    };
  }
}
