package dev.cairn.impl;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;

/** An actor for tests: adds numbers, and can be asked to misbehave. */
public final class Ledger implements PersistentActor<Ledger.Entry<?>, Ledger.Booked, Ledger.Sum> {
  public static final ActorType<Entry<?>, Booked, Sum> TYPE =
      ActorType.of(MethodHandles.lookup(), "ledger", Booked.class,
          Sum.class, Ledger::new);

  private int instanceCalls;

  public sealed interface Entry<R> extends Command<Entry<?>, R> {}

  public record Add(long amount) implements Entry<Long> {}

  public record AddAll(List<Long> amounts) implements Entry<Long> {}

  public record Total() implements Entry<Sum> {}

  public record AddThenThrow(long amount) implements Entry<Long> {}

  public record CallsOfThisInstance() implements Entry<Integer> {}

  public record Forge(Object event) implements Entry<Long> {}

  public record Refuse(Object reason) implements Entry<Long> {}

  public record WaitFor(CountDownLatch started, CountDownLatch go) implements Entry<Long> {}

  public record Leak(List<PersistentContext<Booked, Sum>> to) implements Entry<Long> {}

  public record AnswerAnother() implements Entry<Long> {}

  /** The one event: negative amounts are what apply rejects. */
  public sealed interface Booked {}

  record Amount(long value) implements Booked {}

  public record Sum(long total, long events) {}

  @Override
  public Sum initialState() {
    return new Sum(0, 0);
  }

  @Override
  public Sum apply(Sum state, Booked event) {
    return switch (event) {
      case Amount amount when amount.value() < 0 -> throw new IllegalArgumentException("negative");
      case Amount amount -> new Sum(state.total() + amount.value(), state.events() + 1);
    };
  }

  @Override
  public Reply handle(Entry<?> command, PersistentContext<Booked, Sum> ctx) {
    instanceCalls++;
    return switch (command) {
      case Add add -> add.reply(ctx.persist(new Amount(add.amount())).total());
      case AddAll all -> all.reply(ctx.persistAll(all.amounts().stream().map(Amount::new).toList()).total());
      case Total total -> total.reply(ctx.state());
      case AddThenThrow add -> {
        ctx.persist(new Amount(add.amount()));
        throw new IllegalStateException("after the event");
      }
      case CallsOfThisInstance calls -> calls.reply(instanceCalls);
      case Forge forge -> forge.reply(forged(ctx, forge.event()));
      case Refuse refuse -> refuse.refuse(refuse.reason());
      case WaitFor wait -> wait.reply(waited(wait));
      case Leak leak -> {
        leak.to().add(ctx);
        yield leak.reply(0L);
      }
      case AnswerAnother another -> new Add(1).reply(1L);
    };
  }

  public static List<Long> upTo(int last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  private static long waited(WaitFor wait) {
    try {
      wait.started().countDown();
      wait.go().await();
      return 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings({ "unchecked", "rawtypes" }) // what a careless author can do past the compiler
  private static long forged(PersistentContext<Booked, Sum> ctx, Object event) {
    ((PersistentContext) ctx).persist(event);
    return ctx.sequence();
  }
}
