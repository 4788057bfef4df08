package dev.cairn.impl.commit;

/**
 * How long a synced list waits for more. Those who were answered together often come back together; if the next list
 * leaves with the first of them, every sync serves one half of them and then the other. So a list waits for as many as
 * there were, for half the time of the last sync at most, and where that is in vain it is tried less and less. Used under the
 * lock of the {@link CommitQueue}.
 */
final class Gathering {
  private static final int MOST_PASSED_OVER = 64;

  private int expected;
  private long until;
  private int passOver;
  private int passedOver;
  private boolean open;

  /** A list is stored: those who were in it, and those who came meanwhile, are expected for the next. */
  void stored(int size, int waiting, long tookNanos) {
    expected = size + waiting;
    until = System.nanoTime() + tookNanos / 2;
    open = expected > 1 && ++passedOver > passOver;
  }

  /** How long to wait when so many are there; 0 for no longer. */
  long nanosLeft(int there) {
    long left = open ? until - System.nanoTime() : 0;
    if (there < expected && left > 0) {
      return left;
    }
    if (open) {
      open = false;
      passedOver = 0;
      passOver = there < expected ? Math.min(MOST_PASSED_OVER, 2 * passOver + 1) : 0;
    }
    return 0;
  }

  /** Whether who takes the list has to be told that so many are there now. */
  boolean worthTelling(int there) {
    return open ? there >= expected : there == 1;
  }
}
