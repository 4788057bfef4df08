package dev.cairn.cli.demo;

/**
 * What an account amounts to: the state of the actor, and what the plain fold compares it with.
 *
 * @param cents the balance
 * @param rows how many rows were booked
 * @param lastRow the number of the last of them, 0 before the first
 */
record Ledger(long cents, long rows, long lastRow) {
  static final Ledger EMPTY = new Ledger(0, 0, 0);

  /** Returns the ledger after one more row; throws {@link ArithmeticException} where a long no longer holds it. */
  Ledger plus(long row, long signedCents) {
    return new Ledger(Math.addExact(cents, signedCents), rows + 1, row);
  }
}
