package dev.cairn.cli.demo;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks that wait for their answers, a limited number at a time. The first failure ends the work. Used by one thread.
 */
final class InFlight {
  private static final int LIMIT = 256;
  private final Semaphore free = new Semaphore(LIMIT);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** Starts an ask as soon as there is room; throws the failure of an earlier ask. */
  void start(Supplier<? extends CompletableFuture<?>> ask) {
    free.acquireUninterruptibly();
    rethrow();
    ask.get().whenComplete((answer, trouble) -> {
      if (trouble != null) {
        failure.compareAndSet(null, cause(trouble));
      }
      free.release();
    });
  }

  /** Waits until every ask has its answer; throws the first failure. */
  void await() {
    free.acquireUninterruptibly(LIMIT);
    free.release(LIMIT);
    rethrow();
  }

  /** Returns the failure of a future without the exception that the future wraps around it. */
  static Throwable cause(Throwable trouble) {
    return trouble instanceof CompletionException && trouble.getCause() != null
        ? Objects.requireNonNull(trouble.getCause())
        : trouble;
  }

  private void rethrow() {
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
