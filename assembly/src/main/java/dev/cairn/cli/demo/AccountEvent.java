package dev.cairn.cli.demo;

/** The events of an account. */
sealed interface AccountEvent {

  /** Money came in with a row. */
  record Credited(long row, long cents) implements AccountEvent {}

  /** Money went out with a row. */
  record Debited(long row, long cents) implements AccountEvent {}
}
