package dev.cairn.cli.demo;

import dev.cairn.api.Command;

/** The commands of an account. */
sealed interface AccountCommand<R> extends Command<AccountCommand<?>, R> {

  /**
   * Books a row. The answer is the ledger after it.
   *
   * @param row the number of the row
   * @param after the previous row of this account, 0 for none; so no row is booked while an earlier row is missing
   * @param kind credit or debit
   * @param cents the amount
   */
  record Book(long row, long after, Kind kind, long cents) implements AccountCommand<Ledger> {}

  /** Reads the ledger. */
  record Read() implements AccountCommand<Ledger> {}
}
