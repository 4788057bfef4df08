package dev.cairn.impl.commit;

import java.util.concurrent.TimeUnit;

/**
 * Decides whether a batch waits for a moment before it is taken. Whoever was answered just now often comes again at
 * once. Without the moment he misses the next batch, and those in flight fall into two halves that take turns: each
 * waits for two syncs, and each sync stores half of what it could.
 *
 * <pre>
 *   without     sync of a | sync of b | sync of a | ...
 *   with        sync of a and b | moment | sync of a and b | ...
 * </pre>
 *
 * If they do not come, the moment is lost. So after each miss more batches go without one. Used under the lock of the
 * queue.
 */
final class Gathering {
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int MOST_MISSES = 6;

  private int target;
  private long until;
  private int misses;
  private int passes;

  /**
   * A batch was stored and its commits are answered.
   *
   * @param waiting how many commits wait for the next batch
   * @param nanos how long it took
   */
  void stored(int answered, int waiting, long nanos) {
    int inFlight = answered + waiting;
    target = passes > 0 ? 0 : inFlight - inFlight / 8;
    until = System.nanoTime() + Math.min(nanos / 2, LONGEST_NANOS);
    passes = Math.max(0, passes - 1);
  }

  /** How long the next batch waits for others to come; nothing or less if it does not. */
  long nanosLeft(int waiting) {
    return waiting < target ? until - System.nanoTime() : 0;
  }

  /** Whether this commit was the last one to wait for. */
  boolean isComplete(int waiting) {
    return waiting == target;
  }

  /** The moment is over. */
  void end(int waiting) {
    misses = waiting < target ? Math.min(misses + 1, MOST_MISSES) : 0;
    passes = (1 << misses) - 1;
    target = 0;
  }
}
