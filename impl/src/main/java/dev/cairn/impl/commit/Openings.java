package dev.cairn.impl.commit;

import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendInfo;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The openings of one location, one after the other. After a failed commit nothing is read from its opening any more,
 * since what is on its pages is no proof of what is on the disk; whoever reads waits for the next opening. A full disk
 * is the exception.
 */
final class Openings {
  private static final GuardedLogger LOG = GuardedLogger.of(Openings.class);
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LONGEST_PAUSE_OF_A_FULL_DISK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Location location;
  private final StoreThreads threads;
  private final long patienceNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile @Nullable Opening current;
  private volatile Opening newest;
  private volatile @Nullable Throwable failure;
  private volatile boolean closing;
  private final ReentrantLock attempt = new ReentrantLock();
  private @Nullable Opening lost;
  private volatile @Nullable Opening readable;
  private volatile @Nullable Opening closed;
  private boolean hurry;

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

  /**
   * Whether what was known of the store in a generation is still true: nobody else can have written since. False also
   * from the moment when an opening is lost, since others may have the next one.
   */
  boolean isAloneSince(long generation) {
    Opening opening = toRead();
    return opening != null && opening.aloneSince() <= generation;
  }

  /** Waits for an opening, and says the same. */
  boolean isAloneSince(long generation, Patience patience) {
    return await(patience).aloneSince() <= generation;
  }

  BackendInfo newestInfo() {
    return newest.backend().info();
  }

  /** Reads on a platform thread, from an opening that was still good afterwards; waits for the next one if not. */
  <T> T read(Patience patience, Function<Backend, T> work) {
    while (true) {
      Opening opening = await(patience);
      try {
        T result = threads.call(patience, () -> work.apply(opening.backend()));
        if (isRead(opening)) {
          return result;
        }
      } catch (TimeoutException e) {
        throw new StoreUnavailable("A read of the store in " + location.data() + " is given up: " + patience.told(),
            null);
      } catch (RuntimeException | Error e) { // what is closed under a reader fails as it can
        if (isRead(opening)) {
          if (e instanceof BackendException failure) {
            throw Location.explain(location.data(), failure);
          }
          throw e;
        }
      }
    }
  }

  private boolean isRead(Opening opening) {
    return opening == current || opening == readable;
  }

  private @Nullable Opening toRead() {
    Opening opening = current;
    return opening != null ? opening : readable;
  }

  private Opening await(Patience patience) {
    Opening opening = toRead();
    boolean interrupted = false;
    lock.lock();
    try {
      for (; opening == null; opening = toRead()) {
        long left = patience.nanosLeft();
        if (closing || left <= 0) {
          throw notRead();
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

  private StoreUnavailable notRead() {
    Throwable cause = failure == null ? null : trouble();
    String why = cause == null
        ? closing ? "it is closing." : "it is being opened."
        : "it failed earlier (" + cause.getMessage() + ") and "
            + (closing ? "is closing." : "could not be opened again yet.");
    return new StoreUnavailable("The store in " + location.data() + " is not read: " + why, cause);
  }

  /** The newest opening, also when it has failed since. */
  Opening newest() {
    return newest;
  }

  /** Ends the use of an opening that has failed. One that another has followed since is of no use any more. */
  void lose(@Nullable Opening failed, Throwable cause) {
    lock.lock();
    try {
      if (newest == failed) {
        current = null;
        lost = failed;
        failure = cause;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Who opens the location. */
  Class<?> provider() {
    return location.provider();
  }

  /** Waits until nobody is about to open, or for a while; true if there is an opening that is not closed. */
  boolean stillOpen() {
    boolean waited = false;
    try {
      waited = attempt.tryLock(patienceNanos, TimeUnit.NANOSECONDS);
      return closed != newest;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return closed != newest;
    } finally {
      if (waited) {
        attempt.unlock();
      }
    }
  }

  /** Waits until the lost opening is closed, or for a while. */
  void awaitClosed() {
    Opening lost = newest;
    long deadline = System.nanoTime() + patienceNanos;
    lock.lock();
    try {
      while (closed != lost && newest == lost && deadline - System.nanoTime() > 0) {
        changed.awaitNanos(deadline - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the pause between two attempts to open. */
  void hurry() {
    lock.lock();
    try {
      hurry = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Closes the lost opening and opens the next one, however often it takes; null once the location is closing. */
  @Nullable
  Opening reopen() {
    readWhileFull();
    closeQuietly();
    String told = "";
    for (long pause = FIRST_PAUSE_NANOS; !closing; pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
      attempt.lock();
      try {
        newest = newest.followedBy(location.open());
        return newest;
      } catch (Throwable e) {
        failure = e;
        told = told(e, told);
      } finally {
        attempt.unlock();
      }
      rest(pause);
    }
    return null;
  }

  /**
   * As long as the disk takes nothing, opening again cannot work either, and closing would end reading too. What was
   * acknowledged before can be read from the lost opening, whose lock keeps others away.
   */
  private void readWhileFull() {
    long pause = FIRST_PAUSE_NANOS;
    while (!closing && isForWantOfSpace(failure) && !location.takesBytes()) {
      lock.lock();
      try {
        readable = newest;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      rest(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_OF_A_FULL_DISK_NANOS);
    }
    readable = null;
  }

  private static boolean isForWantOfSpace(@Nullable Throwable failure) {
    return failure instanceof BackendException.Unavailable && failure.getCause() instanceof BackendException.Full;
  }

  /** Logs why the location cannot be opened, where that is news; returns what was told. */
  private String told(Throwable why, String before) {
    String now = FailureText.of(why);
    if (!now.equals(before)) {
      LOG.log(System.Logger.Level.WARNING,
          () -> "The store in " + location.data() + " cannot be opened again yet: " + now + ".");
    }
    return now;
  }

  /** Hands an opening to all who wait for one; false if it is lost already. */
  boolean publish(Opening opening) {
    lock.lock();
    try {
      if (lost == opening) {
        return false;
      }
      current = opening;
      failure = null;
      changed.signalAll();
      return true;
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

  /** What has gone wrong last; while the location is open, that it does not answer. */
  Throwable trouble() {
    Throwable last = failure;
    if (last == null) {
      return new StoreUnavailable("it has not answered yet", null);
    }
    return last.getMessage() != null ? last : new StoreUnavailable("an error of this process", last);
  }

  private void rest(long nanos) {
    lock.lock();
    try {
      long deadline = System.nanoTime() + nanos;
      while (!closing && !hurry && deadline - System.nanoTime() > 0) {
        changed.awaitNanos(deadline - System.nanoTime());
      }
      hurry = false;
    } catch (InterruptedException e) {
      // nobody interrupts the committer's thread; a shorter pause does no harm
    } finally {
      lock.unlock();
    }
  }

  private void closeQuietly() {
    try {
      newest.backend().close();
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.WARNING,
          () -> "An opening of the store in " + location.data() + " did not close in order.", e);
    } finally {
      lock.lock();
      try {
        closed = newest;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
