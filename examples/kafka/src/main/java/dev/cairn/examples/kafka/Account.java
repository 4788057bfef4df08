package dev.cairn.examples.kafka;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

/**
 * An account. A debit that is not covered is refused, and the refusal is an event: a message that comes again after a
 * later credit stays refused.
 */
final class Account implements PersistentActor<Account.Order<?>, Account.Change, Account.Cents> {

  static final ActorType<Order<?>, Change, Cents> TYPE =
      ActorType.of(MethodHandles.lookup(), "account", Change.class, Cents.class, Account::new);

  sealed interface Order<R> extends Command<Order<?>, R> {}

  /** Answers with the new balance. A debit is negative. */
  record Book(long cents) implements Order<Long> {}

  /** Forgets everything; answers with 0. */
  record Forget() implements Order<Long> {}

  sealed interface Change {}

  record Booked(long cents) implements Change {}

  record Declined(long cents, String reason) implements Change {}

  record Cents(long balance) {}

  @Override
  public Cents initialState() {
    return new Cents(0);
  }

  @Override
  public Cents apply(Cents before, Change change) {
    return switch (change) {
      case Booked booked -> new Cents(before.balance() + booked.cents());
      case Declined declined -> before;
    };
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Change, Cents> ctx) {
    return switch (order) {
      case Book book when ctx.state().balance() + book.cents() < 0 -> decline(book, ctx);
      case Book book -> book.reply(ctx.persist(new Booked(book.cents())).balance());
      case Forget forget -> forget.reply(ctx.purge().balance());
    };
  }

  private static Reply decline(Book book, PersistentContext<Change, Cents> ctx) {
    String reason = "insufficient funds";
    ctx.persist(new Declined(book.cents(), reason));
    return book.refuse(reason);
  }
}
