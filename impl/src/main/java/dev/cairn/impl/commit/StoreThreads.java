package dev.cairn.impl.commit;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The platform threads on which a store is opened, read and closed. A virtual thread that waits inside native code
 * keeps its carrier, and a few of them stop every other one. Their number bounds how many recoveries run at once.
 */
public final class StoreThreads implements AutoCloseable {
  private static final int THREADS = 4;

  private final ExecutorService pool = Executors.newFixedThreadPool(THREADS,
      Thread.ofPlatform().name("cairn-store-", 1).daemon().factory());

  /** Runs a task and waits for it, whatever interrupts; throws what it threw. */
  public <T> T call(Callable<T> task) {
    StackRoom.require(); // an overflow inside the pool's queue would stop it
    Future<T> result = pool.submit(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends the threads once their tasks have ended. */
  @Override
  public void close() {
    pool.shutdown();
  }

  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException failure ? failure : new IllegalStateException(thrown);
  }
}
