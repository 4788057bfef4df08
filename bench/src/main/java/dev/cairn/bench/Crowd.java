package dev.cairn.bench;

import dev.cairn.api.ActorRef;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Some actors and a fixed number of asks in flight: each answer sends the next ask to any actor. */
final class Crowd {
  private final List<ActorRef<Notebook.Write>> actors;
  private final CountDownLatch ended = new CountDownLatch(Workload.IN_FLIGHT);
  private final AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();

  Crowd(List<ActorRef<Notebook.Write>> actors) {
    this.actors = actors;
  }

  void prime() {
    actors.stream().map(Crowd::write).toList().forEach(CompletableFuture::join);
  }

  Stopwatch run(Stopwatch watch) throws InterruptedException {
    watch.start();
    for (int i = 0; i < Workload.IN_FLIGHT; i++) {
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
    write(actors.get(Workload.anyOf(actors.size()))).whenComplete((notes, failure) -> {
      watch.lap(lap, asked);
      failed.compareAndSet(null, failure);
      next(watch);
    });
  }

  private static CompletableFuture<Long> write(ActorRef<Notebook.Write> actor) {
    return actor.askAsync(Notebook.Write.of(1));
  }
}
