package dev.cairn.impl.actor;

import dev.cairn.api.AskInterrupted;
import dev.cairn.api.AskTimeout;
import dev.cairn.api.CairnException;
import dev.cairn.api.StartFailed;
import dev.cairn.api.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Starts actors, and waits for each start as long as an ask waits. */
final class Starting {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final TimeSource time;
  private final boolean foreign;
  private final Duration patience;

  /** @param foreign whether the time is not the machine's time, so that a thread that waits has to poll it */
  Starting(TimeSource time, boolean foreign, Duration patience) {
    this.time = time;
    this.foreign = foreign;
    this.patience = patience;
  }

  /**
   * Asks an actor to start and waits until it has started; false if the cell takes no letters and no signals any more.
   *
   * @param overdue the end of the message if the start takes too long: what happens to the actor then
   */
  boolean start(ActorCell<?> cell, Predicate<CompletableFuture<@Nullable Void>> request, String overdue) {
    boolean waits = WaitForGraph.beginOrRefuse(cell);
    try {
      CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
      boolean asked = request.test(done);
      if (asked) {
        await(done);
      }
      return asked;
    } catch (TimeoutException e) {
      throw new AskTimeout(cell.path(), patience, overdue);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof CairnException cause ? cause.copy() : new StartFailed(cell.path(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AskInterrupted(cell.path());
    } finally {
      if (waits) {
        WaitForGraph.end();
      }
    }
  }

  private void await(CompletableFuture<@Nullable Void> done)
      throws InterruptedException, ExecutionException, TimeoutException {
    long deadline = time.nanos() + patience.toNanos();
    for (long left = patience.toNanos(); !done.isDone(); left = deadline - time.nanos()) {
      if (left <= 0) {
        throw new TimeoutException();
      }
      try {
        done.get(foreign ? Math.min(left, POLL_NANOS) : left, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        // the time source of the system tells how much time is left
      }
    }
    done.get();
  }
}
