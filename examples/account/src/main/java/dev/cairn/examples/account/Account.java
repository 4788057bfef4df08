package dev.cairn.examples.account;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

sealed interface AccountCommand<R> extends Command<AccountCommand<?>, R> {}
record Deposit(long cents) implements AccountCommand<Long> {}
record Withdraw(long cents) implements AccountCommand<Long> {}
record Balance() implements AccountCommand<Long> {}

sealed interface AccountEvent {}
record Deposited(long cents) implements AccountEvent {}
record Withdrawn(long cents) implements AccountEvent {}

record AccountState(long cents) {}

final class Account implements PersistentActor<AccountCommand<?>, AccountEvent, AccountState> {

  static final ActorType<AccountCommand<?>, AccountEvent, AccountState> TYPE = ActorType.of(
      MethodHandles.lookup(), "account", AccountEvent.class, AccountState.class, Account::new);

  public AccountState initialState() { return new AccountState(0); }

  public AccountState apply(AccountState s, AccountEvent e) {
    return switch (e) {
      case Deposited d -> new AccountState(s.cents() + d.cents());
      case Withdrawn w -> new AccountState(s.cents() - w.cents());
    };
  }

  public Reply handle(AccountCommand<?> command, PersistentContext<AccountEvent, AccountState> ctx) {
    return switch (command) {
      case Deposit d -> d.reply(ctx.persist(new Deposited(d.cents())).cents());
      case Withdraw w when ctx.state().cents() < w.cents() -> w.refuse("insufficient funds");
      case Withdraw w -> w.reply(ctx.persist(new Withdrawn(w.cents())).cents());
      case Balance b -> b.reply(ctx.state().cents());
    };
  }
}

final class Main {
  public static void main(String[] args) {
    try (var system = ActorSystem.open()) {                       // ./cairn-data, the one backend on the path
      var account = system.entity(Account.TYPE, "42");            // recovered on first use
      long balance = account.ask(new Deposit(100));               // typed by the command, durable when it returns
      System.out.println("account 42 holds " + balance + " cents");
    }
  }
}
