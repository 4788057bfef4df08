package dev.cairn.impl.golden;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.util.List;

/** The actor of the golden stores. Its records are what they hold, so they never change. */
public final class Till implements PersistentActor<Till.Order<?>, Till.Happened, Till.Content> {

  /** One type for each policy, and for each way of compaction. */
  static final List<ActorType<Order<?>, Happened, Content>> TYPES = List.of(
      named("full", Persistence.full().snapshotEvery(3)),
      named("compacting", Persistence.full().snapshotEvery(2).compactOnSnapshot(true)),
      named("newest", Persistence.full().snapshotEvery(2).keepSnapshots(1).compactOnSnapshot(true)),
      named("light", Persistence.light()),
      named("state-only", Persistence.stateOnly()));

  public sealed interface Order<R> extends Command<Order<?>, R> {}

  record Pay(long amount, String note) implements Order<Content> {}

  record PayAll(List<Long> amounts) implements Order<Content> {}

  record Look() implements Order<Found> {}

  record Purge() implements Order<Content> {}

  /** What an actor has in memory. */
  record Found(long sequence, Content content) {}

  public sealed interface Happened {}

  record Paid(long amount, String note) implements Happened {}

  /** The hash tells every payment that is lost, doubled or moved. */
  public record Content(long payments, long total, long hash, String lastNote) {}

  private static ActorType<Order<?>, Happened, Content> named(String name, Persistence policy) {
    return ActorType.of(MethodHandles.lookup(), name, Happened.class, Content.class, Till::new).with(policy);
  }

  @Override
  public Content initialState() {
    return new Content(0, 0, 0, "");
  }

  @Override
  public Content apply(Content content, Happened event) {
    Paid paid = (Paid) event;
    return new Content(content.payments() + 1, content.total() + paid.amount(), content.hash() * 31 + paid.amount(),
        paid.note());
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Happened, Content> ctx) {
    return switch (order) {
      case Pay pay -> pay.reply(ctx.persist(new Paid(pay.amount(), pay.note())));
      case PayAll all ->
          all.reply(ctx.persistAll(all.amounts().stream().map(amount -> new Paid(amount, "one of several")).toList()));
      case Look look -> look.reply(new Found(ctx.sequence(), ctx.state()));
      case Purge purge -> purge.reply(ctx.purge());
    };
  }
}
