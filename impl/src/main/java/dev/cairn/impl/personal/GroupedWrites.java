package dev.cairn.impl.personal;

import dev.cairn.api.CairnException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs what many threads ask for at the same moment as one, on a platform thread. An interrupt ends no wait. */
final class GroupedWrites<T> {
  private final Consumer<List<T>> together;
  private final ConcurrentLinkedQueue<Waiting<T>> waiting = new ConcurrentLinkedQueue<>();
  private final ThreadPoolExecutor thread = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS,
      new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("cairn-personal-keys").factory());

  private record Waiting<T>(T what, CompletableFuture<T> done) {}

  GroupedWrites(Consumer<List<T>> together) {
    this.together = together;
  }

  /** Returns when it is done. */
  T run(T what) {
    CompletableFuture<T> done = new CompletableFuture<>();
    waiting.add(new Waiting<>(what, done));
    thread.execute(this::runWaiting);
    try {
      return done.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof CairnException failure ? failure.copy() : e;
    }
  }

  private void runWaiting() {
    List<Waiting<T>> some = new ArrayList<>();
    for (Waiting<T> next = waiting.poll(); next != null; next = waiting.poll()) {
      some.add(next);
    }
    if (some.isEmpty()) {
      return;
    }
    try {
      together.accept(some.stream().map(Waiting::what).toList());
      some.forEach(each -> each.done().complete(each.what()));
    } catch (Throwable e) { // whatever it is, nobody may wait for ever
      some.forEach(each -> each.done().completeExceptionally(e));
    }
  }
}
