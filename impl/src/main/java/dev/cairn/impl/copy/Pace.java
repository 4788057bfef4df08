package dev.cairn.impl.copy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * Whether the rounds of a hand-over get short enough for the pause. A round copies what was written during the one
 * before it. So where the copy is faster than the system, rounds get shorter, down to what each costs in any case. Used
 * by one thread.
 *
 * <pre>
 *   longest pause   |----------------------------------------|
 *   enough          |-------|              a round like this one: pause
 *   room            |-------------------|  if rounds get no shorter: pause; if they are longer: give up
 * </pre>
 */
final class Pace {
  private static final int ENOUGH = 5;
  private static final int ROOM = 2;
  private static final double SHORTER = 0.98;
  /** So many rounds may get no shorter. */
  private static final int PATIENCE = 10;
  /** If the pause has no room for the shortest, fewer of them may, or rounds for so many times the longest pause. */
  private static final int LEAST_PATIENCE = 3;
  private static final int LONGEST_PATIENCE = 60;

  private final Duration longestPause;
  private final List<Round> sinceShortest = new ArrayList<>();
  private long shortest = Long.MAX_VALUE;

  /**
   * One round.
   *
   * @param events that it has copied
   * @param streams that it has compared
   * @param overNanos in which time these were written
   * @param tookNanos how long it took
   */
  record Round(long events, long streams, long overNanos, long tookNanos) {}

  Pace(Duration longestPause) {
    this.longestPause = longestPause;
  }

  /** Takes note of a round. */
  void add(Round round) {
    if (round.tookNanos() < SHORTER * shortest) {
      shortest = round.tookNanos();
      sinceShortest.clear();
    }
    sinceShortest.add(round);
  }

  /** Whether another round may be shorter, and none was short enough. */
  boolean goesOn() {
    return shortest > longestPause.dividedBy(ENOUGH).toNanos() && (hasRoom()
        ? sinceShortest.size() <= PATIENCE
        : sinceShortest.size() <= LEAST_PATIENCE
            || sum(Round::tookNanos) < longestPause.multipliedBy(LONGEST_PATIENCE).toNanos());
  }

  /** Whether the pause has room for the shortest round. */
  boolean hasRoom() {
    return shortest <= room().toNanos();
  }

  private Duration room() {
    return longestPause.dividedBy(ROOM);
  }

  /** What the last rounds were like, for people. */
  String inWords() {
    long nanos = sum(Round::tookNanos);
    return String.format(Locale.ROOT,
        "in the last %d rounds, %.1f s, the system wrote %d events a second, to %d streams a round, and the copy took"
            + " %d a second; its shortest round took %d ms, and the pause has room for %d ms",
        sinceShortest.size(), nanos / 1e9, perSecond(sum(Round::overNanos)),
        sum(Round::streams) / sinceShortest.size(), perSecond(nanos), TimeUnit.NANOSECONDS.toMillis(shortest),
        room().toMillis());
  }

  private long perSecond(long nanos) {
    return Math.round(sum(Round::events) * 1e9 / Math.max(1, nanos));
  }

  private long sum(ToLongFunction<Round> part) {
    return sinceShortest.stream().mapToLong(part).sum();
  }
}
