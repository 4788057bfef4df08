package dev.cairn.cli.demo;

/** The direction of the money. */
enum Kind {
  CREDIT, DEBIT;

  /** Returns the change of a balance by an amount of this kind. */
  long change(long cents) {
    return this == CREDIT ? cents : -cents;
  }
}
