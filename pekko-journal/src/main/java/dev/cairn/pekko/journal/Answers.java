package dev.cairn.pekko.journal;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import scala.concurrent.Batchable;
import scala.concurrent.Future;
import scala.concurrent.Promise;

/**
 * What Pekko is told, on a thread of its own dispatcher, and what failed without its wrappings: Pekko logs it, and
 * gives it to the author. The outcomes of a batch come together, and one task tells them all: a thread that is woken
 * for each would cost more than the rest of a write. Any thread may call.
 */
final class Answers {
  private final Executor dispatcher;
  private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean coming = new AtomicBoolean();

  Answers(Executor dispatcher) {
    this.dispatcher = dispatcher;
  }

  <T> Future<T> of(CompletableFuture<T> outcome) {
    return of(outcome, done -> done);
  }

  /** Tells what is made of the outcome. */
  <T, A> Future<A> of(CompletableFuture<T> outcome, Function<? super T, ? extends A> answer) {
    if (outcome.isDone() && !outcome.isCompletedExceptionally()) {
      return Future.successful(answer.apply(outcome.join()));
    }
    Promise<A> told = Promise.apply();
    outcome.whenComplete((done, failure) -> tell(() -> {
      if (failure == null) {
        told.success(answer.apply(done));
      } else {
        told.failure(cause(failure));
      }
    }));
    return told.future();
  }

  private void tell(Runnable answer) {
    ready.add(answer);
    if (!coming.get() && coming.compareAndSet(false, true)) {
      try {
        dispatcher.execute(new Telling());
      } catch (RuntimeException e) { // the actor system has ended, and who still waits is told all the same
        tellAll();
      }
    }
  }

  private void tellAll() {
    coming.set(false);
    for (Runnable answer = ready.poll(); answer != null; answer = ready.poll()) {
      answer.run();
    }
  }

  /** What a stage failed with. */
  static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** What the dispatcher does after an answer, it does in one go with the next ones. */
  private final class Telling implements Runnable, Batchable {
    @Override
    public void run() {
      tellAll();
    }
  }
}
