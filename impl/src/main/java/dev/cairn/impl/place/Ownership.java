package dev.cairn.impl.place;

import dev.cairn.spi.Placement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Whether the slices that this process takes for its own are its own. It asks the placement, unless that has said so
 * and nothing has happened since. Any thread may call.
 *
 * <pre>
 *   UNSURE --the placement confirms--> SURE --this process stood still, is in doubt, lost its session,
 *                                            or was overtaken--> UNSURE
 *   a claim:   confirm, claim, confirm: if the second one succeeds, nobody else had the slice when the stream was
 *              claimed. It asks nobody while SURE. If it fails, the claim is not used.
 * </pre>
 */
final class Ownership {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Placement placement;
  private final Actors actors;
  private final AtomicLong overtaken = new AtomicLong();
  private volatile @Nullable Moment sure;

  /** What is compared: it changes with everything that makes unsure. */
  private record Moment(long mark, long overtaken) {}

  Ownership(Placement placement, Actors actors) {
    this.placement = placement;
    this.actors = actors;
  }

  /** Somebody has taken over what this process had: the next claim asks, however undisturbed this process was. */
  void overtaken() {
    overtaken.incrementAndGet();
  }

  /** Whether a slice is of this process. Waits a second at most where that cannot be said at once. */
  boolean confirm(int slice) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    boolean confirmed = false;
    long left = PATIENCE_NANOS;
    while (!confirmed && left > 0 && placement.here(slice) && !Thread.currentThread().isInterrupted()) {
      Moment now = new Moment(actors.mark(), overtaken.get());
      confirmed = now.equals(sure) && actors.isUndisturbedSince(now.mark());
      if (!confirmed && ask(slice, left)) {
        sure = now;
        confirmed = true;
      } else if (!confirmed) {
        LockSupport.parkNanos(this, LOOK_NANOS);
      }
      left = deadline - System.nanoTime();
    }
    return confirmed && placement.here(slice);
  }

  private boolean ask(int slice, long nanos) {
    try {
      return placement.confirm(slice, Duration.ofNanos(nanos)).toCompletableFuture().get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
