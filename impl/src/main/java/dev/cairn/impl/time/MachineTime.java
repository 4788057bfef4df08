package dev.cairn.impl.time;

import dev.cairn.api.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The machine's clock, and one platform thread that runs the scheduled tasks. */
public final class MachineTime implements TimeSource, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(MachineTime.class.getName());

  private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1,
      Thread.ofPlatform().name("cairn-time").daemon().factory(), new ThreadPoolExecutor.DiscardPolicy());

  /** Starts its thread with the first task. */
  public MachineTime() {
    clock.setRemoveOnCancelPolicy(true);
    clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Alarm schedule(Duration delay, Runnable task) {
    Future<?> scheduled = clock.schedule(() -> {
      try {
        task.run();
      } catch (Throwable unexpected) {
        reportFailure(unexpected);
      }
    }, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  private static void reportFailure(Throwable unexpected) {
    try {
      LOG.log(System.Logger.Level.ERROR, "A task of the runtime's clock failed.", unexpected);
    } catch (Throwable again) {
      // a log that fails must not stop the clock
    }
  }

  /** Runs no more tasks. */
  @Override
  public void close() {
    clock.shutdown();
  }
}
