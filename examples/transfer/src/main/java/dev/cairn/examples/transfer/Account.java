package dev.cairn.examples.transfer;

import dev.cairn.api.ActorType;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import dev.cairn.examples.transfer.AccountCommand.Balance;
import dev.cairn.examples.transfer.AccountCommand.Deposit;
import dev.cairn.examples.transfer.AccountCommand.Withdraw;
import java.lang.invoke.MethodHandles;

record Booked(long cents) {}

record AccountState(long cents) {}

/** An account. It knows nothing about transfers. */
final class Account implements PersistentActor<AccountCommand<?>, Booked, AccountState> {
  static final ActorType<AccountCommand<?>, Booked, AccountState> TYPE =
      ActorType.of(MethodHandles.lookup(), "account", Booked.class, AccountState.class, Account::new);

  @Override
  public AccountState initialState() {
    return new AccountState(0);
  }

  @Override
  public AccountState apply(AccountState state, Booked event) {
    return new AccountState(state.cents() + event.cents());
  }

  @Override
  public Reply handle(AccountCommand<?> command, PersistentContext<Booked, AccountState> ctx) {
    return switch (command) {
      case Deposit d -> d.reply(ctx.persist(new Booked(d.cents())).cents());
      case Withdraw w when ctx.state().cents() < w.cents() -> w.refuse("insufficient funds");
      case Withdraw w -> w.reply(ctx.persist(new Booked(-w.cents())).cents());
      case Balance b -> b.reply(ctx.state().cents());
    };
  }
}
