package dev.cairn.bench;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A fixed number of asks in flight: each answer sends the next one, up to a number of asks. */
final class InFlight {
  private final AtomicInteger left;
  private final CountDownLatch answered;
  private final Supplier<? extends CompletionStage<?>> ask;
  private final AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();

  private InFlight(int times, Supplier<? extends CompletionStage<?>> ask) {
    this.left = new AtomicInteger(times);
    this.answered = new CountDownLatch(times);
    this.ask = ask;
  }

  static void run(int times, int inFlight, Supplier<? extends CompletionStage<?>> ask) throws InterruptedException {
    var asks = new InFlight(times, ask);
    for (int i = 0; i < inFlight; i++) {
      asks.next();
    }
    asks.answered.await();
    if (asks.failed.get() != null) {
      throw new IllegalStateException("An ask failed", asks.failed.get());
    }
  }

  private void next() {
    if (left.getAndDecrement() > 0) {
      ask.get().whenComplete((answer, failure) -> {
        failed.compareAndSet(null, failure);
        answered.countDown();
        next();
      });
    }
  }
}
