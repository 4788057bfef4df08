package dev.cairn.impl.observe;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Lets 20 lines a minute into the log, and counts the others. Any thread may call. */
final class LogAllowance {
  static final int LINES = 20;

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private long begun;
  private int lines;
  private long leftOut;

  /** The first minute begins at this {@link System#nanoTime}. */
  LogAllowance(long now) {
    begun = now;
  }

  /**
   * Asks for a line at a {@link System#nanoTime}.
   *
   * @return how many lines were left out since the last one; nothing if this one is left out too
   */
  synchronized OptionalLong take(long now) {
    if (now - begun >= MINUTE) {
      begun = now;
      lines = 0;
    }
    if (lines == LINES) {
      leftOut++;
      return OptionalLong.empty();
    }
    lines++;
    long before = leftOut;
    leftOut = 0;
    return OptionalLong.of(before);
  }
}
