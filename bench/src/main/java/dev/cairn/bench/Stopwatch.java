package dev.cairn.bench;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;

/** Hands out laps until the budget is spent, and keeps their times. Any thread may run a lap. */
final class Stopwatch {
  private final int eventsPerLap;
  private final long budgetNanos;
  private final long[] lapNanos;
  private final AtomicInteger laps = new AtomicInteger();
  private long started;
  private long ended;

  Stopwatch(Budget budget, int eventsPerLap) {
    this.eventsPerLap = eventsPerLap;
    budgetNanos = budget.time().toNanos();
    lapNanos = new long[budget.events() / eventsPerLap];
  }

  /** Times one lap with all the events of the budget. */
  static Stopwatch once(Budget budget, LongSupplier work) {
    var watch = new Stopwatch(budget, budget.events());
    watch.start();
    int lap = watch.next();
    long events = work.getAsLong();
    watch.stop();
    watch.lap(lap, watch.started);
    requireAll(events, budget.events());
    return watch;
  }

  /** Times a lap for each actor with {@link Workload#EVENTS_AN_ACTOR} events. */
  static Stopwatch each(Budget budget, IntToLongFunction work) {
    var watch = new Stopwatch(budget, Workload.EVENTS_AN_ACTOR);
    watch.start();
    for (int actor = watch.next(); actor >= 0; actor = watch.next()) {
      long begun = System.nanoTime();
      requireAll(work.applyAsLong(actor), Workload.EVENTS_AN_ACTOR);
      watch.lap(actor, begun);
    }
    watch.stop();
    return watch;
  }

  private static void requireAll(long events, int stored) {
    if (events != stored) {
      throw new IllegalStateException(events + " events came back, not " + stored);
    }
  }

  void start() {
    started = System.nanoTime();
  }

  /** Returns the number of the next lap, or -1 when the budget is spent. */
  int next() {
    if (System.nanoTime() - started >= budgetNanos) {
      return -1;
    }
    int lap = laps.getAndIncrement();
    return lap < lapNanos.length ? lap : -1;
  }

  void lap(int lap, long begun) {
    lapNanos[lap] = System.nanoTime() - begun;
  }

  void stop() {
    ended = System.nanoTime();
  }

  int events() {
    return ran() * eventsPerLap;
  }

  Sample sample(double bytesPerEvent) {
    long[] sorted = Arrays.copyOf(lapNanos, ran());
    Arrays.sort(sorted);
    return new Sample(events() * 1e9 / (ended - started), micros(sorted, 0.5), micros(sorted, 0.99), bytesPerEvent);
  }

  private int ran() {
    return Math.min(laps.get(), lapNanos.length);
  }

  private static double micros(long[] sorted, double part) {
    return sorted[(int) (part * (sorted.length - 1))] / 1e3;
  }
}
