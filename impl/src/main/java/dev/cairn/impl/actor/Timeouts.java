package dev.cairn.impl.actor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Ends futures whose time is over, on one thread; forgets those that complete before. */
final class Timeouts implements AutoCloseable {
  private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1,
      Thread.ofPlatform().name("cairn-timeouts").daemon().factory(), new ThreadPoolExecutor.DiscardPolicy());

  Timeouts() {
    clock.setRemoveOnCancelPolicy(true);
    clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  void limit(CompletableFuture<?> future, Duration time, Supplier<RuntimeException> failure) {
    if (future.isDone()) {
      return;
    }
    Future<?> alarm =
        clock.schedule(() -> future.completeExceptionally(failure.get()), time.toNanos(), TimeUnit.NANOSECONDS);
    future.whenComplete((value, thrown) -> alarm.cancel(false));
  }

  @Override
  public void close() {
    clock.shutdown();
  }
}
