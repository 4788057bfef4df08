package dev.cairn.impl.actor;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Adds what it is told, and notices when there are two of it. */
public final class Visitor implements PersistentActor<Visitor.Visit<?>, Visitor.Added, Visitor.Sum> {
  public sealed interface Visit<R> extends Command<Visit<?>, R> {}
  public record Add(long amount) implements Visit<Long> {}
  public record Total() implements Visit<Long> {}
  public record Added(long amount) {}
  public record Sum(long total) {}

  static final ActorType<Visit<?>, Added, Sum> TYPE =
      ActorType.of(MethodHandles.lookup(), "visitor", Added.class, Sum.class, Visitor::new);

  private static final Map<String, Visitor> PRESENT = new ConcurrentHashMap<>();
  private static final Queue<String> CROWDED = new ConcurrentLinkedQueue<>();

  private volatile boolean busy;

  /** Ids of which two were seen at a time. */
  static Queue<String> crowded() {
    return CROWDED;
  }

  @Override
  public Sum initialState() {
    return new Sum(0);
  }

  @Override
  public Sum apply(Sum state, Added event) {
    return new Sum(state.total() + event.amount());
  }

  @Override
  public void started(PersistentContext<Added, Sum> ctx) {
    if (PRESENT.putIfAbsent(ctx.id(), this) != null) {
      CROWDED.add(ctx.id() + " started while it was there");
    }
  }

  @Override
  public void stopped(PersistentContext<Added, Sum> ctx) {
    if (!PRESENT.remove(ctx.id(), this)) {
      CROWDED.add(ctx.id() + " stopped while it was not there");
    }
  }

  @Override
  public Reply handle(Visit<?> visit, PersistentContext<Added, Sum> ctx) {
    if (busy || PRESENT.get(ctx.id()) != this) {
      CROWDED.add(ctx.id() + " handled while it was busy or not there");
    }
    busy = true;
    try {
      return switch (visit) {
        case Add add -> add.reply(ctx.persist(new Added(add.amount())).total());
        case Total total -> total.reply(ctx.state().total());
      };
    } finally {
      busy = false;
    }
  }
}
