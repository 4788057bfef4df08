package dev.cairn.impl.journal;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

/** An actor whose handler calls itself until the stack is used up, and persists on the way. */
public final class Digger implements PersistentActor<Digger.Order<?>, Digger.Dug, Digger.Hole> {
  static final ActorType<Order<?>, Dug, Hole> TYPE =
      ActorType.of(MethodHandles.lookup(), "digger", Dug.class, Hole.class, Digger::new);

  public sealed interface Order<R> extends Command<Order<?>, R> {}

  /** Persists once in so many steps, never ends. */
  record DigForEver(int steps) implements Order<Long> {}

  /** Goes down almost to the end of the stack and persists there at every fifth step. */
  record DigAtTheEnd() implements Order<Long> {}

  record DigOnce() implements Order<Long> {}

  record Look() implements Order<Long> {}

  record Dug() {}

  public record Hole(long depth) {}

  private int levels;

  @Override
  public Hole initialState() {
    return new Hole(0);
  }

  @Override
  public Hole apply(Hole hole, Dug dug) {
    return new Hole(hole.depth() + 1);
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Dug, Hole> ctx) {
    return switch (order) {
      case DigForEver dig -> dig.reply(down(ctx, dig.steps(), 0, 0));
      case DigAtTheEnd dig -> dig.reply(down(ctx, 5, end() * 9 / 10, 0));
      case DigOnce once -> once.reply(ctx.persist(new Dug()).depth());
      case Look look -> look.reply(ctx.state().depth());
    };
  }

  private int end() {
    levels = 0;
    try {
      measure();
    } catch (StackOverflowError expected) {
      return levels;
    }
    throw new AssertionError("a stack without an end");
  }

  private void measure() {
    levels++;
    measure();
    levels++;
  }

  private long down(PersistentContext<Dug, Hole> ctx, int steps, int silent, int level) {
    if (level >= silent && level % steps == 0) {
      ctx.persist(new Dug());
    }
    return down(ctx, steps, silent, level + 1) + 1;
  }
}
