package dev.cairn.examples.cluster;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

/** An account of the bank, the same as for one process. */
final class Account implements PersistentActor<Account.Order<?>, Account.Change, Account.Cents> {

  static final ActorType<Order<?>, Change, Cents> TYPE =
      ActorType.of(MethodHandles.lookup(), "account", Change.class, Cents.class, Account::new);

  sealed interface Order<R> extends Command<Order<?>, R> {}

  /** Answers with the new balance. A debit is negative. */
  record Book(long cents) implements Order<Long> {}

  /** Answers with the balance. */
  record Balance() implements Order<Long> {}

  sealed interface Change {}

  record Booked(long cents) implements Change {}

  record Cents(long balance) {}

  @Override
  public Cents initialState() {
    return new Cents(0);
  }

  @Override
  public Cents apply(Cents before, Change change) {
    return switch (change) {
      case Booked booked -> new Cents(before.balance() + booked.cents());
    };
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Change, Cents> ctx) {
    return switch (order) {
      case Book book -> book.reply(ctx.persist(new Booked(book.cents())).balance());
      case Balance balance -> balance.reply(ctx.state().balance());
    };
  }
}
