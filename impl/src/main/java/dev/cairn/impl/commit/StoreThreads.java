package dev.cairn.impl.commit;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The platform threads on which a store is opened, read and closed. A virtual thread that waits inside native code
 * keeps its carrier, and a few of them stop all other virtual threads. The number of these platform threads bounds how
 * many recoveries run at the same time. If the caller of a task does not wait any more, another thread is added, up to
 * a bound, so that the tasks behind it have their turn.
 */
public final class StoreThreads implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int MOST_LEFT = 64;
  private static final Patience ENDLESS = Patience.of(Duration.ofDays(36_500).toNanos());

  private final ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS + MOST_LEFT, 0, TimeUnit.SECONDS,
      new LinkedBlockingQueue<>(), Thread.ofPlatform().name("cairn-store-", 1).daemon().factory());
  private final Set<Work<?>> running = ConcurrentHashMap.newKeySet();
  private final AtomicLong moves = new AtomicLong();
  private int most = THREADS;
  private int left;

  private enum Stage {
    WAITS, RUNS, LEFT, OVER
  }

  private final class Work<T> implements Callable<T> {
    private final Patience patience;
    private final Callable<T> task;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITS);

    Work(Patience patience, Callable<T> task) {
      this.patience = patience;
      this.task = task;
    }

    @Override
    public T call() throws Exception {
      stage.set(Stage.RUNS);
      running.add(this);
      moves.incrementAndGet();
      try {
        return task.call();
      } finally {
        running.remove(this);
        moves.addAndGet(patience.event() + 1);
        if (stage.getAndSet(Stage.OVER) == Stage.LEFT) {
          resize(-1);
        }
      }
    }

    boolean isWaiting() { return stage.get() == Stage.WAITS; }

    void leave() {
      if (stage.compareAndSet(Stage.RUNS, Stage.LEFT)) {
        resize(1);
      }
    }
  }

  /** Runs a task and waits until it ends; throws what it throws. An interrupt does not end the wait. */
  public <T> T call(Callable<T> task) {
    try {
      return call(ENDLESS, task);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Runs a task and waits for it; throws what it throws. An interrupt does not end the wait.
   *
   * @throws TimeoutException if the patience ends before: the task then does not begin, or goes on by itself
   */
  <T> T call(Patience patience, Callable<T> task) throws TimeoutException {
    StackRoom.require(); // an overflow inside the pool's queue would stop it
    Work<T> work = new Work<>(patience, task);
    FutureTask<T> result = new FutureTask<>(work);
    pool.execute(result);
    boolean interrupted = false;
    long moved = progress();
    try {
      while (true) {
        try {
          return result.get(patience.nanosToNextLook(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (TimeoutException e) {
          if (patience.nanosLeft() <= 0) {
            long before = moved;
            moved = progress();
            if (!work.isWaiting() || !patience.renew(moved != before)) {
              work.leave();
              pool.remove(result);
              throw e;
            }
          }
        }
      }
    } catch (ExecutionException e) {
      throw toUnchecked(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A number that changes when any task begins, ends, or comes to another event. */
  private long progress() {
    long sum = moves.get();
    for (Work<?> work : running) {
      sum += work.patience.event();
    }
    return sum;
  }

  /** Lets so many tasks run at the same time. */
  synchronized void resizeTo(int threads) {
    most = threads;
    pool.setMaximumPoolSize(Math.max(threads, THREADS) + MOST_LEFT);
    resize(0);
  }

  private synchronized void resize(int by) {
    left += by;
    pool.setCorePoolSize(most + Math.clamp(left, 0, MOST_LEFT));
  }

  /** Ends the threads when their tasks have ended. */
  @Override
  public void close() {
    pool.shutdown();
  }

  private static RuntimeException toUnchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException failure ? failure : new IllegalStateException(thrown);
  }
}
