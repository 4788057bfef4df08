package dev.cairn.impl.journal;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Deferred;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.util.function.Consumer;

/** An actor that persists, and then does what a test has given it to do. */
public final class Scribe implements PersistentActor<Scribe.Order<?>, Scribe.Written, Scribe.Count> {

  public sealed interface Order<R> extends Command<Order<?>, R> {}

  /** Persists one event, and then does it. */
  record Do(Consumer<PersistentContext<Written, Count>> work) implements Order<Long> {}

  /** Persists nothing, and answers later. */
  record Owe(Consumer<Deferred<Long>> taker) implements Order<Long> {}

  record Look() implements Order<Long> {}

  public record Written() {}

  public record Count(long events) {}

  static final ActorType<Order<?>, Written, Count> TYPE =
      ActorType.of(MethodHandles.lookup(), "scribe", Written.class, Count.class, Scribe::new)
          .with(Persistence.full().pipelined());

  @Override
  public Count initialState() {
    return new Count(0);
  }

  @Override
  public Count apply(Count state, Written event) {
    return new Count(state.events() + 1);
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Written, Count> ctx) {
    return switch (order) {
      case Do it -> {
        Count count = ctx.persist(new Written());
        it.work().accept(ctx);
        yield it.reply(count.events());
      }
      case Owe owe -> {
        Deferred<Long> later = ctx.later(owe);
        owe.taker().accept(later);
        yield later;
      }
      case Look look -> look.reply(ctx.state().events());
    };
  }
}
