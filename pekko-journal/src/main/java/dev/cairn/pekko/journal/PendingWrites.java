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
  private final Map<String, CompletableFuture<?>> newest = new ConcurrentHashMap<>();

  /** Remembers a change until it has an outcome. */
  void add(String persistenceId, CompletableFuture<?> change) {
    if (!change.isDone()) {
      newest.put(persistenceId, change);
      change.whenComplete((done, failure) -> newest.remove(persistenceId, change));
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
