package dev.cairn.impl.actor;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A persistent actor for tests that does what its commands say. Its state is the sum of what was put in. */
final class Vault implements PersistentActor<Vault.Act<?>, Vault.Put, Vault.Sum> {
  private final List<String> diary;
  private int handled;

  sealed interface Act<R> extends Command<Act<?>, R> {}

  /** Answers what a function returns. */
  record Do<R>(Function<PersistentContext<Put, Sum>, R> body) implements Act<R> {}

  /** Answers the sum after an amount. */
  record Add(long amount) implements Act<Long> {}

  /** How many commands this instance has handled before. */
  record Handled() implements Act<Integer> {}

  record Put(long amount) {}

  record Sum(long total) {}

  private Vault(List<String> diary) {
    this.diary = diary;
  }

  static ActorType<Act<?>, Put, Sum> type(List<String> diary) {
    return ActorType.of(MethodHandles.lookup(), "vault", Put.class, Sum.class, () -> new Vault(diary));
  }

  static ActorType<Act<?>, Put, Sum> type() {
    return type(new CopyOnWriteArrayList<>());
  }

  static Do<Long> fail(long amount, String why) {
    return new Do<>(ctx -> {
      ctx.persist(new Put(amount));
      throw new IllegalStateException(why);
    });
  }

  @Override
  public Sum initialState() {
    return new Sum(0);
  }

  @Override
  public Sum apply(Sum state, Put event) {
    if (event.amount() < 0) {
      throw new IllegalArgumentException("negative");
    }
    return new Sum(state.total() + event.amount());
  }

  @Override
  public void started(PersistentContext<Put, Sum> ctx) {
    diary.add(ctx.id() + " started at " + ctx.state().total());
  }

  @Override
  public Reply handle(Act<?> command, PersistentContext<Put, Sum> ctx) {
    int before = handled++;
    return switch (command) {
      case Do<?> act -> answer(act, ctx);
      case Add add -> add.reply(ctx.persist(new Put(add.amount())).total());
      case Handled count -> count.reply(before);
    };
  }

  private static <R> Reply answer(Do<R> act, PersistentContext<Put, Sum> ctx) {
    return act.reply(act.body().apply(ctx));
  }

  @Override
  public void stopped(PersistentContext<Put, Sum> ctx) {
    diary.add(ctx.id() + " stopped at " + ctx.state().total());
  }
}
