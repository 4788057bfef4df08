package dev.cairn.spring;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

/** Counts by what it is told, and answers the count. */
final class Tally implements PersistentActor<Tally.Add, Tally.Added, Tally.Count> {
  static final ActorType<Add, Added, Count> TYPE =
      ActorType.of(MethodHandles.lookup(), "tally", Added.class, Count.class, Tally::new);

  record Add(long number) implements Command<Add, Long> {}

  record Added(long number) {}

  record Count(long number) {}

  @Override
  public Count initialState() {
    return new Count(0);
  }

  @Override
  public Count apply(Count count, Added event) {
    return new Count(count.number() + event.number());
  }

  @Override
  public Reply handle(Add add, PersistentContext<Added, Count> ctx) {
    return add.reply(ctx.persist(new Added(add.number())).number());
  }
}
