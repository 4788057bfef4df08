package dev.cairn.examples.transfer;

import dev.cairn.api.Command;

/** The commands of an account. */
sealed interface AccountCommand<R> extends Command<AccountCommand<?>, R> {
  record Deposit(long cents) implements AccountCommand<Long> {}
  record Withdraw(long cents) implements AccountCommand<Long> {}
  record Balance() implements AccountCommand<Long> {}
}
