package dev.cairn.cluster.pekko;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

/** The account of the next release, with one more event, which is written with every tenth deposit. */
public final class AccountOfTomorrow
    implements PersistentActor<AccountOfTomorrow.Order<?>, AccountOfTomorrow.Change, AccountOfTomorrow.Purse> {
  static final ActorType<Order<?>, Change, Purse> TYPE =
      ActorType.of(MethodHandles.lookup(), "account", Change.class, Purse.class, AccountOfTomorrow::new);

  public sealed interface Order<R> extends Command<Order<?>, R> {}

  record Deposit(long cents) implements Order<Long> {}

  record Balance() implements Order<Long> {}

  public sealed interface Change {}

  record Deposited(long cents) implements Change {}

  /** A deposit that somebody looked at. */
  record Audited(long cents, String by) implements Change {}

  public record Purse(long cents) {}

  @Override
  public Purse initialState() {
    return new Purse(0);
  }

  @Override
  public Purse apply(Purse purse, Change change) {
    return switch (change) {
      case Deposited deposited -> new Purse(purse.cents() + deposited.cents());
      case Audited audited -> new Purse(purse.cents() + audited.cents());
    };
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Change, Purse> ctx) {
    return switch (order) {
      case Deposit deposit -> deposit.reply(ctx.persist(change(deposit, ctx.state())).cents());
      case Balance balance -> balance.reply(ctx.state().cents());
    };
  }

  private static Change change(Deposit deposit, Purse purse) {
    return purse.cents() % 10 == 0 ? new Audited(deposit.cents(), "ann") : new Deposited(deposit.cents());
  }
}
