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
 * The sessions of one location, one after the other. After a failed commit nothing is read from its session any more,
 * since what is on its pages is no proof of what is on the disk; whoever reads waits for the next session. A full disk
 * is the exception.
 */
final class Sessions {
  private static final GuardedLogger LOG = GuardedLogger.of(Sessions.class);
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LONGEST_PAUSE_OF_A_FULL_DISK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Location location;
  private final StoreThreads threads;
  private final long patienceNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile @Nullable Session current;
  private volatile Session newest;
  private volatile @Nullable Throwable failure;
  private volatile boolean closing;
  private final ReentrantLock attempt = new ReentrantLock();
  private @Nullable Session lost;
  private volatile @Nullable Session readable;
  private volatile @Nullable Session closed;
  private boolean hurry;

  Sessions(Location location, StoreThreads threads, Duration patience) {
    this.location = location;
    this.threads = threads;
    this.patienceNanos = patience.toNanos();
    this.newest = Session.of(location.open());
    this.current = newest;
  }

  /** The session that may be written to, or null while there is none. */
  @Nullable
  Session current() {
    return current;
  }

  /** The generation of the newest session, also when it has failed since. */
  long newestGeneration() {
    return newest.generation();
  }

  /**
   * Whether what was known of the store in a generation is still true: nobody else can have written since. False also
   * from the moment when a session is lost, since others may have the next one.
   */
  boolean isAloneSince(long generation) {
    Session session = toRead();
    return session != null && session.aloneSince() <= generation;
  }

  /** Waits for a session, and says the same. */
  boolean isAloneSince(long generation, Patience patience) {
    return await(patience).aloneSince() <= generation;
  }

  BackendInfo newestInfo() {
    return newest.backend().info();
  }

  /** Reads on a platform thread, from a session that was still good afterwards; waits for the next one if not. */
  <T> T read(Patience patience, Function<Backend, T> work) {
    while (true) {
      Session session = await(patience);
      try {
        T result = threads.call(patience, () -> work.apply(session.backend()));
        if (isRead(session)) {
          return result;
        }
      } catch (TimeoutException e) {
        throw new StoreUnavailable(
            "A read of the store in " + location.data() + " is given up: " + patience.explanation(),
            null);
      } catch (RuntimeException | Error e) { // what is closed under a reader fails as it can
        if (isRead(session)) {
          if (e instanceof BackendException failure) {
            throw Location.explain(location.data(), failure);
          }
          throw e;
        }
      }
    }
  }

  private boolean isRead(Session session) {
    return session == current || session == readable;
  }

  private @Nullable Session toRead() {
    Session session = current;
    return session != null ? session : readable;
  }

  private Session await(Patience patience) {
    Session session = toRead();
    boolean interrupted = false;
    lock.lock();
    try {
      for (; session == null; session = toRead()) {
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
      return session;
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

  /** The newest session, also when it has failed since. */
  Session newest() {
    return newest;
  }

  /** Ends the use of a session that has failed. One that another has followed since is of no use any more. */
  void lose(@Nullable Session failed, Throwable cause) {
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

  /** Waits until nobody is about to open, or for a while; true if there is a session that is not closed. */
  boolean isStillOpen() {
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

  /** Waits until the lost session is closed, or for a while. */
  void awaitClosed() {
    Session lost = newest;
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

  /** Closes the lost session and opens the next one, however often it takes; null once the location is closing. */
  @Nullable
  Session reopen() {
    readWhileFull();
    closeQuietly();
    String told = "";
    for (long pause = FIRST_PAUSE_NANOS; !closing; pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
      attempt.lock();
      try {
        newest = newest.next(location.open());
        return newest;
      } catch (Throwable e) {
        failure = e;
        told = logTrouble(e, told);
      } finally {
        attempt.unlock();
      }
      rest(pause);
    }
    return null;
  }

  /**
   * As long as the disk takes nothing, opening again cannot work either, and closing would end reading too. What was
   * acknowledged before can be read from the lost session, whose lock keeps others away.
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
  private String logTrouble(Throwable why, String before) {
    String now = FailureText.of(why);
    if (!now.equals(before)) {
      LOG.log(System.Logger.Level.WARNING,
          () -> "The store in " + location.data() + " cannot be opened again yet: " + now + ".");
    }
    return now;
  }

  /** Hands a session to all who wait for one; false if it is lost already. */
  boolean publish(Session session) {
    lock.lock();
    try {
      if (lost == session) {
        return false;
      }
      current = session;
      failure = null;
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Lets nobody wait for another session. */
  void giveUp() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Closes the session there is. */
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
          () -> "A session of the store in " + location.data() + " did not close in order.", e);
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
