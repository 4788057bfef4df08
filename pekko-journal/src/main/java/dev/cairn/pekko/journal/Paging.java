package dev.cairn.pekko.journal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Sources that read a page when the page before it was consumed, and hold no more than that. A page is read on a thread
 * that may wait.
 */
final class Paging {
  private final ActorSystem system;
  private final Executor waiting;

  /**
   * A step of a source.
   *
   * @param elements to emit, perhaps none
   * @param next where to go on; empty at the end
   * @param pause whether nothing new is there, so that the next step can wait
   */
  record Step<S, T>(List<T> elements, Optional<S> next, boolean pause) {}

  Paging(ActorSystem system, Executor waiting) {
    this.system = system;
    this.waiting = waiting;
  }

  /** A source of what the steps emit, which waits where they pause. */
  <S, T> Source<T, NotUsed> source(S start, Duration pause, Function<S, Step<S, T>> step) {
    return Source.unfoldAsync(Optional.of(start), at -> this.<S, T>next(at, pause, step)).mapConcat(page -> page);
  }

  private <S, T> CompletionStage<Optional<Pair<Optional<S>, List<T>>>> next(Optional<S> at, Duration pause,
      Function<S, Step<S, T>> step) {
    if (at.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return supply(() -> step.apply(at.get())).thenCompose(done -> {
      Optional<Pair<Optional<S>, List<T>>> page = Optional.of(Pair.create(done.next(), done.elements()));
      CompletionStage<Optional<Pair<Optional<S>, List<T>>>> now = CompletableFuture.completedFuture(page);
      return done.pause() && done.next().isPresent() ? Patterns.after(pause, system, () -> now) : now;
    });
  }

  /** Does something on a thread that may wait. */
  <T> CompletableFuture<T> supply(java.util.function.Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, waiting);
  }
}
