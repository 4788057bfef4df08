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
 * The sessions of one location, one after the other, also across a hand-over to another one. After a failed commit its
 * session is not read any more: the pages in its memory are no proof of what is on the disk. Reads wait for the next
 * session. A full disk is the exception.
 *
 * <pre>
 *   newest session    written   read   field
 *   OPEN              yes       yes    current == newest
 *   LOST              no        no     current == null
 *   READABLE          no        yes    readable == newest
 *   CLOSED            no        no     closed == newest
 *   ASKED             no        no     current == null; the committer asks it for the commits of the lost batch
 *
 *   first session ----> OPEN
 *   OPEN -------------> OPEN        the location is handed over: the next session is of another location
 *        -------------> LOST        a commit has failed, or the backend leaves
 *        -------------> CLOSED      the location closes
 *   LOST -------------> READABLE    the disk is full, and the location is not closing
 *        -------------> CLOSED      the disk is not full, or the location closes
 *   READABLE ---------> READABLE    the disk is still full: a pause, then another look
 *            ---------> CLOSED      the disk has room, or the location closes
 *   CLOSED -----------> CLOSED      opening fails: a pause, then another attempt
 *          -----------> ASKED       the next session is open, and is the newest one now
 *          -----------> (end)       the location closes
 *   ASKED ------------> OPEN        each commit of the batch is settled: publish
 *         ------------> LOST        the backend fails or leaves
 * </pre>
 */
final class Sessions {
  private static final GuardedLogger LOG = GuardedLogger.of(Sessions.class);
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LONGEST_PAUSE_OF_A_FULL_DISK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final StoreThreads threads;
  private final long patienceNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile Location location;
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

  /** The session that commits go to; null while there is none. */
  @Nullable
  Session current() {
    return current;
  }

  /** The generation of the newest session, also when it has failed since. */
  long newestGeneration() {
    return newest.generation();
  }

  /**
   * Whether what was known of the store in a generation is still true: no other system can have written since then.
   * False also while there is no session to read: another system may have the next one.
   */
  boolean isAloneSince(long generation) {
    Session session = toRead();
    return session != null && session.aloneSince() <= generation;
  }

  /** Waits for a session, and answers the same question. */
  boolean isAloneSince(long generation, Patience patience) {
    return await(patience).aloneSince() <= generation;
  }

  BackendInfo newestInfo() {
    return newest.backend().info();
  }

  /** Reads on a platform thread. If the session is lost meanwhile, reads again from the next one. */
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
            "A read of the store in " + location.data() + " has failed: " + patience.explanation(),
            null);
      } catch (RuntimeException | Error e) { // a session that is closed during a read may throw anything
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
        : "it failed earlier (" + FailureText.of(cause) + ") and "
            + (closing ? "is closing." : "could not be opened again yet.");
    return new StoreUnavailable("The store in " + location.data() + " is not read: " + why, cause);
  }

  /** The newest session, also when it has failed since. */
  Session newest() {
    return newest;
  }

  /** Ends the use of a session that has failed. If another session has followed, this does nothing. */
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

  Location location() {
    return location;
  }

  /**
   * Lets reads wait for {@link #resume}, while the queue holds the commits.
   *
   * @throws StoreUnavailable if that session is lost
   */
  void suspend(Session session) {
    lock.lock();
    try {
      if (current != session || closing) {
        throw notRead();
      }
      current = null;
    } finally {
      lock.unlock();
    }
  }

  /** Ends {@link #suspend}: reads and commits go on in this session, the same as before or one of another location. */
  void resume(Session session, Location of) {
    lock.lock();
    try {
      location = of;
      newest = session;
      current = lost == session ? null : session;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits, up to the patience, while a session is being opened; true if the newest session is not closed. */
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

  /** Waits, up to the patience, until the lost session is closed. */
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

  /** Closes the lost session and opens the next one, in as many attempts as it takes; null if the location closes. */
  @Nullable
  Session reopen() {
    readWhileFull();
    closeQuietly();
    String logged = "";
    for (long pause = FIRST_PAUSE_NANOS; !closing; pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
      attempt.lock();
      try {
        newest = newest.next(location.open());
        return newest;
      } catch (Throwable e) {
        failure = e;
        logged = logTrouble(e, logged);
      } finally {
        attempt.unlock();
      }
      rest(pause);
    }
    return null;
  }

  /**
   * Lets the lost session be read while the disk is full: opening would fail too, and closing would end reading. The
   * lost session has all that was acknowledged, and its lock keeps other systems away.
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

  /** Logs why the location cannot be opened, unless the log says so already; returns the reason. */
  private String logTrouble(Throwable why, String before) {
    String now = FailureText.of(why);
    if (!now.equals(before)) {
      LOG.log(System.Logger.Level.WARNING,
          () -> "The store in " + location.data() + " cannot be opened again yet: " + now + ".");
    }
    return now;
  }

  /** Opens a session for reads and commits; false if it is lost already. */
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

  /** Ends every wait for another session. */
  void giveUp() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Closes the newest session. */
  void close() {
    current = null;
    closeQuietly();
  }

  /** The last failure; without one, that the store does not answer. */
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
      // nothing interrupts the committer's thread, and a shorter pause does no harm
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
