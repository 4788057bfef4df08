package dev.cairn.console;

/** Ends a reading whose consumer has what it wants. */
final class Enough extends RuntimeException {
  private static final long serialVersionUID = 1;

  Enough() {
    super(null, null, false, false);
  }

  /** Runs a reading; returns whether it was read to its end. */
  static boolean of(Runnable reading) {
    try {
      reading.run();
      return true;
    } catch (Enough e) {
      return false;
    }
  }
}
