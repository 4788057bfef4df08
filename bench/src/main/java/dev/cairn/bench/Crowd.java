package dev.cairn.bench;

import dev.cairn.api.ActorRef;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Some actors and a fixed number of asks in flight: each answer sends the next ask to any actor. */
final class Crowd {
  private final List<Supplier<? extends CompletionStage<?>>> asks;
  private final int inFlight;
  private final CountDownLatch ended;
  private final AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();

  /** Actors of any system, each as the ask that stores one event. */
  Crowd(List<Supplier<? extends CompletionStage<?>>> asks, int inFlight) {
    this.asks = asks;
    this.inFlight = inFlight;
    ended = new CountDownLatch(inFlight);
  }

  static Crowd of(List<ActorRef<Notebook.Write>> actors) {
    return of(actors, Workload.IN_FLIGHT);
  }

  static Crowd of(List<ActorRef<Notebook.Write>> actors, int inFlight) {
    return new Crowd(actors.stream()
        .<Supplier<? extends CompletionStage<?>>>map(actor -> () -> actor.askAsync(Notebook.Write.of(1))).toList(),
        inFlight);
  }

  void prime() {
    asks.stream().map(ask -> ask.get().toCompletableFuture()).toList().forEach(CompletableFuture::join);
  }

  Stopwatch run(Stopwatch watch) throws InterruptedException {
    watch.start();
    for (int i = 0; i < inFlight; i++) {
      next(watch);
    }
    ended.await();
    watch.stop();
    if (failed.get() != null) {
      throw new IllegalStateException("An ask failed", failed.get());
    }
    return watch;
  }

  private void next(Stopwatch watch) {
    int lap = failed.get() == null ? watch.next() : -1;
    if (lap < 0) {
      ended.countDown();
      return;
    }
    long asked = System.nanoTime();
    asks.get(Workload.anyOf(asks.size())).get().whenComplete((notes, failure) -> {
      watch.lap(lap, asked);
      failed.compareAndSet(null, failure);
      next(watch);
    });
  }
}
