package dev.cairn.impl.actor;

import dev.cairn.api.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A time that a test moves by hand. Tasks run on the thread that moves it, in the order of their times. */
final class HandTime implements TimeSource {
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
  private long nanos = 1_000_000_000;
  private long number;

  private record Task(long at, long number, Runnable body) {}

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos());
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized Alarm schedule(Duration delay, Runnable body) {
    Task task = new Task(nanos + delay.toNanos(), number++, body);
    tasks.add(task);
    return () -> cancel(task);
  }

  private synchronized void cancel(Task task) {
    tasks.remove(task);
  }

  void advance(Duration time) {
    long end = nanos() + time.toNanos();
    for (Task due = next(end); due != null; due = next(end)) {
      due.body().run();
    }
  }

  /** Moves on to the next task, if there is one. */
  void runNext() {
    Task next = next(Long.MAX_VALUE);
    if (next != null) {
      next.body().run();
    }
  }

  private synchronized Task next(long end) {
    Task first = tasks.peek();
    if (first == null || first.at() > end) {
      nanos = end == Long.MAX_VALUE ? nanos : end;
      return null;
    }
    nanos = Math.max(nanos, first.at());
    return tasks.remove();
  }
}
