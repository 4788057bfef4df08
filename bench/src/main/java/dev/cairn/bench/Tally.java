package dev.cairn.bench;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.util.List;

/** Counts what it stores, until it purges itself. Its answer is the number. */
final class Tally implements PersistentActor<Tally.Order, Tally.Added, Tally.Sum> {
  sealed interface Order extends Command<Order, Long> {}
  record Add(byte[] bytes) implements Order {}
  record Look() implements Order {}
  record Purge() implements Order {}
  record Added(byte[] bytes) {}
  record Sum(long added, byte[] last) {}

  /** One type for each policy. */
  static final List<ActorType<Order, Added, Sum>> TYPES = List.of(
      type("compacting", Persistence.full().snapshotEvery(10).compactOnSnapshot(true)),
      type("pipelined", Persistence.full().snapshotEvery(20).compactOnSnapshot(true).pipelined()),
      type("light", Persistence.light()),
      type("state-only", Persistence.stateOnly()));

  private static ActorType<Order, Added, Sum> type(String name, Persistence policy) {
    return ActorType.of(MethodHandles.lookup(), name, Added.class, Sum.class, Tally::new).with(policy);
  }

  @Override
  public Sum initialState() {
    return new Sum(0, new byte[0]);
  }

  @Override
  public Sum apply(Sum state, Added event) {
    return new Sum(state.added() + 1, event.bytes());
  }

  @Override
  public Reply handle(Order order, PersistentContext<Added, Sum> ctx) {
    return order.reply(switch (order) {
      case Add add -> ctx.persist(new Added(add.bytes())).added();
      case Look look -> ctx.state().added();
      case Purge purge -> ctx.purge().added();
    });
  }
}
