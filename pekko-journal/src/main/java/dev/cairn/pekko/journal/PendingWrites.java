package dev.cairn.pekko.journal;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The newest change of each persistent actor that has no outcome yet. What reads an actor's stream, or changes it in a
 * way that must not overtake, waits for it. Any thread may call.
 */
final class PendingWrites {
  private static final int LEAST_SWEPT = 1 << 12;

  private final Map<String, CompletableFuture<?>> newest = new ConcurrentHashMap<>();
  private volatile int sweptAt = LEAST_SWEPT;

  /** Remembers a change until it has an outcome, and perhaps a while longer. */
  void add(String persistenceId, CompletableFuture<?> change) {
    if (!change.isDone()) {
      newest.put(persistenceId, change);
      if (newest.size() >= sweptAt) {
        newest.values().removeIf(CompletableFuture::isDone);
        sweptAt = Math.max(LEAST_SWEPT, 2 * newest.size());
      }
    }
  }

  /** Does something once the changes before it have an outcome, whatever that is. */
  <T> CompletableFuture<T> after(String persistenceId, Supplier<? extends CompletionStage<T>> next) {
    CompletableFuture<?> before = newest.get(persistenceId);
    if (before == null) {
      return next.get().toCompletableFuture();
    }
    return before.handle((done, failure) -> null).thenCompose(none -> next.get());
  }
}
