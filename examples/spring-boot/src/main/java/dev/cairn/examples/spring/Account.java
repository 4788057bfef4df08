package dev.cairn.examples.spring;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

/** One account. It knows nothing of Spring. */
final class Account implements PersistentActor<Account.Ask, Account.Event, Account.State> {
  static final ActorType<Ask, Event, State> TYPE =
      ActorType.of(MethodHandles.lookup(), "account", Event.class, State.class, Account::new);

  /** Each is answered with the balance. */
  sealed interface Ask extends Command<Ask, Long> {}

  record Deposit(long cents) implements Ask {}

  record Withdraw(long cents) implements Ask {}

  record Balance() implements Ask {}

  sealed interface Event {}

  record Deposited(long cents) implements Event {}

  record Withdrawn(long cents) implements Event {}

  record State(long cents) {}

  @Override
  public State initialState() {
    return new State(0);
  }

  @Override
  public State apply(State state, Event event) {
    return switch (event) {
      case Deposited deposited -> new State(state.cents() + deposited.cents());
      case Withdrawn withdrawn -> new State(state.cents() - withdrawn.cents());
    };
  }

  @Override
  public Reply handle(Ask ask, PersistentContext<Event, State> ctx) {
    return switch (ask) {
      case Deposit deposit when deposit.cents() <= 0 -> deposit.refuse("nothing to deposit");
      case Deposit deposit -> deposit.reply(ctx.persist(new Deposited(deposit.cents())).cents());
      case Withdraw withdraw when ctx.state().cents() < withdraw.cents() -> withdraw.refuse("insufficient funds");
      case Withdraw withdraw -> withdraw.reply(ctx.persist(new Withdrawn(withdraw.cents())).cents());
      case Balance balance -> balance.reply(ctx.state().cents());
    };
  }
}
