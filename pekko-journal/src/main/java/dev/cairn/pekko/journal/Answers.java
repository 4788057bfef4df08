package dev.cairn.pekko.journal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/** What Pekko is told, and what failed without its wrappings: Pekko logs it, and gives it to the author. */
final class Answers {
  private Answers() {}

  static <T> Future<T> of(CompletableFuture<T> outcome) {
    CompletableFuture<T> told = new CompletableFuture<>();
    outcome.whenComplete((done, failure) -> {
      if (failure == null) {
        told.complete(done);
      } else {
        told.completeExceptionally(cause(failure));
      }
    });
    return FutureConverters.asScala(told);
  }

  /** What a stage failed with. */
  static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
