package dev.cairn.testkit;

import dev.cairn.api.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still until a test moves it: {@code ActorSystem.builder().time(time)}. Timers, pauses before a
 * restart, idle times and the timeouts of asks follow it. Any thread may call.
 *
 * <p>When {@link #advance} returns, the commands of due timers are sent, but their actor may not have handled them yet:
 * ask the actor something to wait for that.
 */
public final class ManualTime implements TimeSource {
  private final Instant start;
  private final PriorityQueue<Planned> planned =
      new PriorityQueue<>(Comparator.comparingLong(Planned::due).thenComparingLong(Planned::number));
  private long nanos;
  private long plans;

  /** Starts at the beginning of the year 2000 in UTC. */
  public ManualTime() {
    this(Instant.parse("2000-01-01T00:00:00Z"));
  }

  /** Starts at a time of day. */
  public ManualTime(Instant start) {
    this.start = start;
  }

  /**
   * Advances time and runs all tasks that become due, in their order and on this thread, also tasks that such a task
   * schedules.
   *
   * @throws IllegalArgumentException if the duration is negative
   */
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("Time does not go back by " + by.negated() + ".");
    }
    long end = after(by);
    for (Planned next = due(end); next != null; next = due(end)) {
      if (next.open().compareAndSet(true, false)) {
        next.task().run();
      }
    }
  }

  /** Removes the next task up to the end and moves time to it; without a task, moves time to the end. */
  private synchronized @Nullable Planned due(long end) {
    Planned next = planned.peek();
    boolean due = next != null && next.due() <= end;
    nanos = Math.max(nanos, due ? next.due() : end);
    return due ? planned.poll() : null;
  }

  @Override
  public synchronized Instant now() {
    return start.plusNanos(nanos);
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized Alarm schedule(Duration delay, Runnable task) {
    var next = new Planned(after(delay.isNegative() ? Duration.ZERO : delay), plans++, task, new AtomicBoolean(true));
    planned.add(next);
    return () -> cancel(next);
  }

  /** The time after a delay, or the latest time that can be counted. */
  private synchronized long after(Duration delay) {
    long by = TimeUnit.NANOSECONDS.convert(delay);
    return by > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : nanos + by;
  }

  /** The number of scheduled tasks that were not cancelled. */
  public synchronized int planned() {
    return planned.size();
  }

  private synchronized void cancel(Planned task) {
    task.open().set(false);
    planned.remove(task);
  }

  private record Planned(long due, long number, Runnable task, AtomicBoolean open) {}
}
