package dev.cairn.impl.journal;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * An actor whose state tells every event that was lost, doubled or moved: a hash over the values in their order.
 */
public final class Chain implements PersistentActor<Chain.Order<?>, Chain.Linked, Chain.Links> {
  static final ActorType<Order<?>, Linked, Links> TYPE =
      ActorType.of(MethodHandles.lookup(), "chain", Linked.class, Links.class, Chain::new);

  public sealed interface Order<R> extends Command<Order<?>, R> {}

  record Put(long value) implements Order<Links> {}

  record PutAll(List<Long> values) implements Order<Links> {}

  record PutWith(long value, EventMetadata metadata) implements Order<Links> {}

  record Look() implements Order<Links> {}

  record At() implements Order<Long> {}

  record TakeSnapshot() implements Order<Boolean> {}

  record Purge() implements Order<Links> {}

  public sealed interface Linked {}

  record Link(long value) implements Linked {}

  /** Values are at least 0; apply rejects others. */
  public record Links(long count, long hash) {
    static final Links NONE = new Links(0, 0);

    Links plus(long value) {
      return new Links(count + 1, hash * 31 + value);
    }

    static Links of(Iterable<Long> values) {
      Links links = NONE;
      for (long value : values) {
        links = links.plus(value);
      }
      return links;
    }
  }

  private final Runnable applies;

  Chain() {
    this(() -> {});
  }

  private Chain(Runnable applies) {
    this.applies = applies;
  }

  static ActorType<Order<?>, Linked, Links> type(Persistence policy) {
    return TYPE.with(policy);
  }

  /** One of another name. */
  static ActorType<Order<?>, Linked, Links> named(String name) {
    return ActorType.of(MethodHandles.lookup(), name, Linked.class, Links.class, Chain::new);
  }

  /** One whose actors tell in which threads they apply. */
  static ActorType<Order<?>, Linked, Links> watched(Appliers appliers) {
    return ActorType.of(MethodHandles.lookup(), "chain", Linked.class, Links.class, () -> new Chain(appliers::add));
  }

  /** One whose actors do something in each apply. */
  static ActorType<Order<?>, Linked, Links> applying(Runnable first) {
    return ActorType.of(MethodHandles.lookup(), "chain", Linked.class, Links.class, () -> new Chain(first));
  }

  @Override
  public Links initialState() {
    return Links.NONE;
  }

  @Override
  public Links apply(Links state, Linked event) {
    applies.run();
    return switch (event) {
      case Link link when link.value() < 0 -> throw new IllegalArgumentException("negative");
      case Link link -> state.plus(link.value());
    };
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Linked, Links> ctx) {
    return switch (order) {
      case Put put -> put.reply(ctx.persist(new Link(put.value())));
      case PutAll all -> all.reply(ctx.persistAll(all.values().stream().map(Link::new).toList()));
      case PutWith with -> with.reply(ctx.persist(new Link(with.value()), with.metadata()));
      case Look look -> look.reply(ctx.state());
      case At at -> at.reply(ctx.sequence());
      case TakeSnapshot take -> take.reply(ctx.snapshot());
      case Purge purge -> purge.reply(ctx.purge());
    };
  }
}
