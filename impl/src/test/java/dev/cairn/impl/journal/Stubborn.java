package dev.cairn.impl.journal;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import dev.cairn.api.ValueCodec;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** An actor whose {@code apply}, or the codec of whose state, throws what a test wants. */
public final class Stubborn implements PersistentActor<Stubborn.Order<?>, Stubborn.Added, Stubborn.Sum> {
  static volatile @Nullable Throwable fromApply;
  static volatile @Nullable Throwable fromCodec;

  public sealed interface Order<R> extends Command<Order<?>, R> {}

  record Add(long value) implements Order<Long> {}

  record Look() implements Order<Long> {}

  record Added(long value) {}

  public record Sum(Total total) {}

  static final class Total {
    private final long value;

    Total(long value) {
      this.value = value;
    }

    private static Long stored(Total total) {
      Stubborn.<RuntimeException>raise(fromCodec);
      return total.value;
    }
  }

  static ActorType<Order<?>, Added, Sum> type(Persistence policy) {
    return ActorType.of(MethodHandles.lookup(), "stubborn", Added.class, Sum.class, Stubborn::new)
        .storing(ValueCodec.of(Total.class, Long.class, Total::stored, Total::new)).with(policy);
  }

  static void heal() {
    fromApply = null;
    fromCodec = null;
  }

  @SuppressWarnings("unchecked") // that is the point: a checked exception goes where none is declared
  private static <T extends Throwable> void raise(@Nullable Throwable thrown) throws T {
    if (thrown != null) {
      throw (T) thrown;
    }
  }

  @Override
  public Sum initialState() {
    return new Sum(new Total(0));
  }

  @Override
  public Sum apply(Sum sum, Added added) {
    Stubborn.<RuntimeException>raise(fromApply);
    return new Sum(new Total(sum.total().value + added.value()));
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Added, Sum> ctx) {
    return switch (order) {
      case Add add -> add.reply(ctx.persist(new Added(add.value())).total().value);
      case Look look -> look.reply(ctx.state().total().value);
    };
  }
}
