package dev.cairn.cli.demo;

import dev.cairn.api.ActorType;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import dev.cairn.cli.demo.AccountCommand.Book;
import dev.cairn.cli.demo.AccountCommand.Read;
import dev.cairn.cli.demo.AccountEvent.Credited;
import dev.cairn.cli.demo.AccountEvent.Debited;
import java.lang.invoke.MethodHandles;

/** An account of the bank. It books rows in their order and refuses a row that comes too early. */
final class Account implements PersistentActor<AccountCommand<?>, AccountEvent, Ledger> {
  static final ActorType<AccountCommand<?>, AccountEvent, Ledger> TYPE = ActorType.of(
      MethodHandles.lookup(), "account", AccountEvent.class, Ledger.class, Account::new);

  @Override
  public Ledger initialState() {
    return Ledger.EMPTY;
  }

  @Override
  public Ledger apply(Ledger ledger, AccountEvent event) {
    return switch (event) {
      case Credited e -> ledger.plus(e.row(), e.cents());
      case Debited e -> ledger.plus(e.row(), -e.cents());
    };
  }

  @Override
  public Reply handle(AccountCommand<?> command, PersistentContext<AccountEvent, Ledger> ctx) {
    return switch (command) {
      case Book book when book.after() != ctx.state().lastRow() -> book.refuse(
          "row " + book.row() + " comes after row " + book.after() + ", but the last one booked is "
              + ctx.state().lastRow());
      case Book book -> book.reply(ctx.persist(event(book)));
      case Read read -> read.reply(ctx.state());
    };
  }

  private static AccountEvent event(Book book) {
    return switch (book.kind()) {
      case CREDIT -> new Credited(book.row(), book.cents());
      case DEBIT -> new Debited(book.row(), book.cents());
    };
  }
}
