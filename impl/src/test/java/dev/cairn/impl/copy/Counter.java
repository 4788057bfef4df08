package dev.cairn.impl.copy;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

/** Counts. */
final class Counter implements PersistentActor<Counter.Order, Counter.Counted, Counter.Count> {
  record Counted() {}

  record Count(long value) {}

  sealed interface Order extends Command<Order, Long> {}

  record Next() implements Order {}

  record Purge() implements Order {}

  private final Runnable before;

  private Counter() {
    this(() -> {
    });
  }

  private Counter(Runnable before) {
    this.before = before;
  }

  static ActorType<Order, Counted, Count> named(String name, Persistence policy) {
    return ActorType.of(MethodHandles.lookup(), name, Counted.class, Count.class, Counter::new).with(policy);
  }

  /** One whose handler first does something else. */
  static ActorType<Order, Counted, Count> waiting(String name, Runnable before) {
    return ActorType.of(MethodHandles.lookup(), name, Counted.class, Count.class, () -> new Counter(before));
  }

  @Override
  public Count initialState() {
    return new Count(0);
  }

  @Override
  public Count apply(Count state, Counted event) {
    return new Count(state.value() + 1);
  }

  @Override
  public Reply handle(Order order, PersistentContext<Counted, Count> ctx) {
    before.run();
    return switch (order) {
      case Next next -> next.reply(ctx.persist(new Counted()).value());
      case Purge purge -> purge.reply(ctx.purge().value());
    };
  }
}
