package dev.cairn.cluster.pekko;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

/** Money only comes in, so that an old balance is a smaller one. */
public final class Account implements PersistentActor<Account.Order<?>, Account.Change, Account.Purse> {
  static final ActorType<Order<?>, Change, Purse> TYPE =
      ActorType.of(MethodHandles.lookup(), "account", Change.class, Purse.class, Account::new);

  public sealed interface Order<R> extends Command<Order<?>, R> {}

  /** Answers with the new balance. */
  record Deposit(long cents) implements Order<Long> {}

  /** Answers with the balance, from memory. */
  record Balance() implements Order<Long> {}

  public sealed interface Change {}

  record Deposited(long cents) implements Change {}

  public record Purse(long cents) {}

  @Override
  public Purse initialState() {
    return new Purse(0);
  }

  @Override
  public Purse apply(Purse purse, Change change) {
    return switch (change) {
      case Deposited deposited -> new Purse(purse.cents() + deposited.cents());
    };
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Change, Purse> ctx) {
    return switch (order) {
      case Deposit deposit -> deposit.reply(ctx.persist(new Deposited(deposit.cents())).cents());
      case Balance balance -> balance.reply(ctx.state().cents());
    };
  }
}
