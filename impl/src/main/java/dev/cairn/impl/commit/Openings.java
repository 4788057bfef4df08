package dev.cairn.impl.commit;

import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.backend.Location;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendInfo;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The openings of one location, one after the other. After a failed commit nothing is read from its opening any more,
 * since what is on its pages is no proof of what is on the disk; whoever reads waits for the next opening.
 */
final class Openings {
  private static final System.Logger LOG = System.getLogger(Openings.class.getName());
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Location location;
  private final StoreThreads threads;
  private final long patienceNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile @Nullable Opening current;
  private volatile Opening newest;
  private Throwable trouble = new IllegalStateException("it was never open");
  private volatile boolean closing;

  Openings(Location location, StoreThreads threads, Duration patience) {
    this.location = location;
    this.threads = threads;
    this.patienceNanos = patience.toNanos();
    this.newest = Opening.of(location.open());
    this.current = newest;
  }

  /** The opening that may be written to, or null while there is none. */
  @Nullable
  Opening current() {
    return current;
  }

  /** The generation of the newest opening, also when it has failed since. */
  long newestGeneration() {
    return newest.generation();
  }

  BackendInfo newestInfo() {
    return newest.backend().info();
  }

  /** Reads on a platform thread, from an opening that was still good afterwards; waits for the next one if not. */
  <T> T read(Function<Backend, T> work) {
    long deadline = System.nanoTime() + patienceNanos;
    while (true) {
      Opening opening = await(deadline);
      try {
        T result = threads.call(() -> work.apply(opening.backend()));
        if (opening == current) {
          return result;
        }
      } catch (BackendException e) {
        if (opening == current) {
          throw Location.explain(location.data(), e);
        }
      }
    }
  }

  private Opening await(long deadline) {
    Opening opening = current;
    boolean interrupted = false;
    lock.lock();
    try {
      for (; opening == null; opening = current) {
        long left = deadline - System.nanoTime();
        if (closing || left <= 0) {
          throw new StoreUnavailable("The store in " + location.data() + " is not read: it failed earlier ("
              + trouble.getMessage() + ") and " + (closing ? "is closing." : "could not be opened again yet."),
              trouble);
        }
        try {
          changed.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return opening;
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends the use of an opening that has failed. */
  void lose(Throwable cause) {
    lock.lock();
    try {
      current = null;
      trouble = cause;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the lost opening and opens the next one, however often it takes; null once the location is closing. */
  @Nullable
  Opening reopen() {
    closeQuietly();
    for (long pause = FIRST_PAUSE_NANOS; !closing; pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
      try {
        newest = Opening.of(location.open());
        return newest;
      } catch (RuntimeException | Error e) {
        LOG.log(System.Logger.Level.WARNING, "The store in " + location.data() + " cannot be opened again yet: " + e);
        rest(pause, e);
      }
    }
    return null;
  }

  /** Hands an opening to all who wait for one. */
  void publish(Opening opening) {
    lock.lock();
    try {
      current = opening;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets nobody wait for another opening. */
  void giveUp() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Closes the opening there is. */
  void close() {
    current = null;
    closeQuietly();
  }

  Throwable trouble() {
    return trouble;
  }

  private void rest(long nanos, Throwable because) {
    lock.lock();
    try {
      trouble = because;
      if (!closing) {
        changed.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      // nobody interrupts the committer's thread; a shorter pause does no harm
    } finally {
      lock.unlock();
    }
  }

  private void closeQuietly() {
    try {
      newest.backend().close();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.WARNING, "An opening of the store in " + location.data() + " did not close in order.",
          e);
    }
  }
}
