package dev.cairn.cli.demo;

import dev.cairn.api.Command;

/** What an account can be asked. */
sealed interface AccountCommand<R> extends Command<AccountCommand<?>, R> {

  /**
   * Books a row. The answer is the ledger after it.
   *
   * @param row the number of the row
   * @param after the row of this account before it, 0 for none: so that no row is booked where an earlier one is
   *     missing
   * @param kind credit or debit
   * @param cents the amount
   */
  record Book(long row, long after, Kind kind, long cents) implements AccountCommand<Ledger> {}

  /** Reads the ledger. */
  record Read() implements AccountCommand<Ledger> {}
}
