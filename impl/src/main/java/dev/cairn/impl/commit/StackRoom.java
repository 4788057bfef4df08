package dev.cairn.impl.commit;

/**
 * Checks that there is enough stack for work that must not stop half-way. After a stack overflow inside a lock, a
 * backend or the JDK's scheduler, their state cannot be repaired. An author's handler may call with a stack that is
 * almost full. So this class makes the overflow come before anything is touched, as a failure of the handler's command.
 */
public final class StackRoom {
  /**
   * Each level takes at least 256 bytes, so all take 32 KiB, more than a commit needs. A level has numbers for 480
   * bytes, and a compiler may put one level into the frame of another.
   */
  static final int LEVELS = 128;

  private static final long FILLING_NANOS = 20_000;
  private static final ThreadLocal<long[]> EMPTY_AT =
      ThreadLocal.withInitial(() -> new long[] { System.nanoTime() - 2 * FILLING_NANOS });
  private static final long[] NUMBERS = new long[60]; // any numbers

  private StackRoom() {}

  /**
   * Checks the room, in less than a microsecond.
   *
   * @throws StackOverflowError if there is not enough
   */
  public static void require() {
    down(0, LEVELS, NUMBERS);
  }

  /** Checks the room, unless the stack was almost empty so short a time ago that it cannot be full now. */
  public static void requireAfter(long nanos) {
    if (nanos > FILLING_NANOS) {
      require();
    }
  }

  /** Says that the stack of this thread is almost empty, and that an author's code is called now. */
  public static void beginCall() {
    EMPTY_AT.get()[0] = System.nanoTime();
  }

  /** Checks the room, unless this thread has just begun a {@link #beginCall call}, so that it cannot be full now. */
  public static void requireInCall() {
    long emptyAt = EMPTY_AT.get()[0]; // before the clock is read, since the first call may take a while
    requireAfter(System.nanoTime() - emptyAt);
  }

  /**
   * A frame of compiled code has room for everything that any way through the method may keep during a call. So each
   * level takes the stack that one in sixteen needs for its numbers, and only that one fills it. The first one is one
   * of them: a compiler leaves out a way that it never saw taken. It must keep the numbers, since for all it knows a
   * call changes them.
   */
  static long down(int level, int last, long[] from) {
    if (level % 16 != 0) {
      return level < last ? down(level + 1, last, from) + 1 : from[0];
    }
    long a0 = from[0], a1 = from[1], a2 = from[2], a3 = from[3], a4 = from[4], a5 = from[5], a6 = from[6],
        a7 = from[7], a8 = from[8], a9 = from[9], a10 = from[10], a11 = from[11], a12 = from[12], a13 = from[13],
        a14 = from[14], a15 = from[15], a16 = from[16], a17 = from[17], a18 = from[18], a19 = from[19],
        a20 = from[20], a21 = from[21], a22 = from[22], a23 = from[23], a24 = from[24], a25 = from[25],
        a26 = from[26], a27 = from[27], a28 = from[28], a29 = from[29], a30 = from[30], a31 = from[31],
        a32 = from[32], a33 = from[33], a34 = from[34], a35 = from[35], a36 = from[36], a37 = from[37],
        a38 = from[38], a39 = from[39], a40 = from[40], a41 = from[41], a42 = from[42], a43 = from[43],
        a44 = from[44], a45 = from[45], a46 = from[46], a47 = from[47], a48 = from[48], a49 = from[49],
        a50 = from[50], a51 = from[51], a52 = from[52], a53 = from[53], a54 = from[54], a55 = from[55],
        a56 = from[56], a57 = from[57], a58 = from[58], a59 = from[59];
    long at = level < last ? down(level + 1, last, from) : from[0];
    return (a0 ^ at) + (a1 ^ at) + (a2 ^ at) + (a3 ^ at) + (a4 ^ at) + (a5 ^ at) + (a6 ^ at) + (a7 ^ at) + (a8 ^ at) +
        (a9 ^ at) + (a10 ^ at) + (a11 ^ at) + (a12 ^ at) + (a13 ^ at) + (a14 ^ at) + (a15 ^ at) + (a16 ^ at) +
        (a17 ^ at) + (a18 ^ at) + (a19 ^ at) + (a20 ^ at) + (a21 ^ at) + (a22 ^ at) + (a23 ^ at) + (a24 ^ at) +
        (a25 ^ at) + (a26 ^ at) + (a27 ^ at) + (a28 ^ at) + (a29 ^ at) + (a30 ^ at) + (a31 ^ at) + (a32 ^ at) +
        (a33 ^ at) + (a34 ^ at) + (a35 ^ at) + (a36 ^ at) + (a37 ^ at) + (a38 ^ at) + (a39 ^ at) + (a40 ^ at) +
        (a41 ^ at) + (a42 ^ at) + (a43 ^ at) + (a44 ^ at) + (a45 ^ at) + (a46 ^ at) + (a47 ^ at) + (a48 ^ at) +
        (a49 ^ at) + (a50 ^ at) + (a51 ^ at) + (a52 ^ at) + (a53 ^ at) + (a54 ^ at) + (a55 ^ at) + (a56 ^ at) +
        (a57 ^ at) + (a58 ^ at) + (a59 ^ at);
  }
}
