package dev.cairn.impl.commit;

/**
 * Sees that there is enough stack for what must not stop half-way. An overflow inside a lock, a backend or the JDK's
 * scheduler leaves there what nobody can put right, and an author's handler may call with any depth below it. So the
 * overflow is made to come before anything is touched. It then belongs to the command that has used up the stack.
 */
public final class StackRoom {
  /**
   * Of at least 64 bytes each, or 32 KiB, which is more than a commit needs. Where code is interpreted both need more.
   */
  private static final int LEVELS = 512;
  private static final long FILLING_NANOS = 20_000;

  private StackRoom() {}

  /**
   * Makes sure of the room; takes about two microseconds.
   *
   * @throws StackOverflowError if it is not there
   */
  public static void require() {
    down(LEVELS, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  }

  /** Makes sure of the room, unless the stack was almost empty so shortly ago that nobody can have filled it. */
  public static void requireAfter(long nanos) {
    if (nanos > FILLING_NANOS) {
      require();
    }
  }

  /**
   * More arguments than fit into registers, so that each level takes its part of the stack also where it is compiled.
   */
  private static long down(int left, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j,
      long k, long l) {
    return left == 0 ? a : down(left - 1, b, c, d, e, f, g, h, i, j, k, l, a) + l;
  }
}
