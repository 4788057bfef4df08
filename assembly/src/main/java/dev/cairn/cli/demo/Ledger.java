package dev.cairn.cli.demo;

/**
 * The state of an account: of the actor, and of the oracle that it is compared with.
 *
 * @param cents the balance
 * @param rows how many rows were booked
 * @param lastRow the number of the last booked row, 0 before the first
 */
record Ledger(long cents, long rows, long lastRow) {
  static final Ledger EMPTY = new Ledger(0, 0, 0);

  /** Returns the ledger after one more row; throws {@link ArithmeticException} if the balance overflows. */
  Ledger plus(long row, long signedCents) {
    return new Ledger(Math.addExact(cents, signedCents), rows + 1, row);
  }
}
