package dev.cairn.impl.journal;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An actor whose state is an array, which nobody can make unmodifiable. */
final class Film implements PersistentActor<Film.Order<?>, Film.Exposed, Film.Roll> {
  sealed interface Order<R> extends Command<Order<?>, R> {}

  record Expose(byte[] picture) implements Order<String> {}

  record Scratch() implements Order<String> {}

  record ScratchAndExpose(byte[] picture) implements Order<String> {}

  record Look() implements Order<String> {}

  record Exposed(byte[] picture) {}

  record Roll(byte[] pictures) {
    @Override
    public String toString() {
      return new String(pictures, StandardCharsets.US_ASCII);
    }
  }

  static ActorType<Order<?>, Exposed, Roll> type(Persistence policy) {
    return ActorType.of(MethodHandles.lookup(), "film", Exposed.class, Roll.class, Film::new).with(policy);
  }

  @Override
  public Roll initialState() {
    return new Roll(new byte[0]);
  }

  @Override
  public Roll apply(Roll roll, Exposed exposed) {
    if (roll.pictures().length == 0) {
      return new Roll(exposed.picture());
    }
    byte[] pictures = Arrays.copyOf(roll.pictures(), roll.pictures().length + exposed.picture().length);
    System.arraycopy(exposed.picture(), 0, pictures, roll.pictures().length, exposed.picture().length);
    return new Roll(pictures);
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Exposed, Roll> ctx) {
    return switch (order) {
      case Expose expose -> expose.reply(ctx.persist(new Exposed(expose.picture())).toString());
      case Scratch scratch -> {
        ctx.state().pictures()[0] = '!';
        yield scratch.reply(ctx.state().toString());
      }
      case ScratchAndExpose both -> {
        ctx.state().pictures()[0] = '!';
        yield both.reply(ctx.persist(new Exposed(both.picture())).toString());
      }
      case Look look -> look.reply(ctx.state().toString());
    };
  }
}
