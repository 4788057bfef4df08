package dev.cairn.cli.demo;

/** Which way the money goes. */
enum Kind {
  CREDIT, DEBIT;

  /** Returns what cents of this kind add to a balance. */
  long signed(long cents) {
    return this == CREDIT ? cents : -cents;
  }
}
