package dev.cairn.impl.commit;

/**
 * Checks that there is enough stack for work that must not stop half-way. After a stack overflow inside a lock, a
 * backend or the JDK's scheduler, their state cannot be repaired. An author's handler may call with a stack that is
 * almost full. So this class makes the overflow come before anything is touched, as a failure of the handler's command.
 */
public final class StackRoom {
  /**
   * Each level takes at least 64 bytes, so all take 32 KiB, more than a commit needs. Interpreted code takes more, and
   * a commit needs more then, too.
   */
  private static final int LEVELS = 512;
  private static final long FILLING_NANOS = 20_000;

  private StackRoom() {}

  /**
   * Checks the room, in about two microseconds.
   *
   * @throws StackOverflowError if there is not enough
   */
  public static void require() {
    down(LEVELS, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  }

  /** Checks the room, unless the stack was almost empty so short a time ago that it cannot be full now. */
  public static void requireAfter(long nanos) {
    if (nanos > FILLING_NANOS) {
      require();
    }
  }

  /**
   * It has more parameters than registers, so that each level takes its part of the stack in compiled code too.
   */
  private static long down(int left, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j,
      long k, long l) {
    return left == 0 ? a : down(left - 1, b, c, d, e, f, g, h, i, j, k, l, a) + l;
  }
}
