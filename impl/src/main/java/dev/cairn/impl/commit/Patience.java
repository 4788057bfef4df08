package dev.cairn.impl.commit;

import dev.cairn.api.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How long one call waits for the store, whatever it waits for: from the moment when this was made, or, where code of
 * an author works through the events of a stream, from when that code last came to another event. One thread waits,
 * another one may work.
 */
public final class Patience {
  private static final int LOOKS = 8;

  private final long nanos;
  private final boolean lastsWhileWorkGoesOn;
  private final AtomicLong event = new AtomicLong();
  private long since = System.nanoTime();
  private volatile boolean works;
  private long seen;

  private Patience(long nanos, boolean lastsWhileWorkGoesOn) {
    this.nanos = nanos;
    this.lastsWhileWorkGoesOn = lastsWhileWorkGoesOn;
  }

  /** One that ends after a time. */
  static Patience of(long nanos) {
    return new Patience(nanos, false);
  }

  /** One that ends when nothing has moved for a time. */
  static Patience whileWorkGoesOn(long nanos) {
    return new Patience(nanos, true);
  }

  /** Says that work has come to an event of a stream. Called by the thread that works. */
  public void recordProgress(long sequence) {
    event.lazySet(sequence); // once for each event: the waiting thread may see it late
  }

  /** The event that work has come to, 0 for none. */
  long event() {
    return event.get();
  }

  /** Says that work has begun, or has ended. */
  void setWorking(boolean begun) { works = begun; }

  /** Whether work has come to an event and has not ended. */
  boolean isWorking() { return works && event.get() != 0; }

  /** How long this call still waits. */
  long nanosLeft() {
    long now = event.get();
    if (now != seen) {
      seen = now;
      since = System.nanoTime();
    }
    return since + nanos - System.nanoTime();
  }

  /** How long to wait before looking again: work that goes on is only seen by looking. */
  long nanosToNextLook() {
    return Math.max(0, lastsWhileWorkGoesOn ? Math.min(nanosLeft(), nanos / LOOKS) : nanosLeft());
  }

  /** Lets somebody wait anew who has not had a turn, because the work of others goes on. */
  boolean renew(boolean othersMoved) {
    if (lastsWhileWorkGoesOn && othersMoved) {
      since = System.nanoTime();
    }
    return lastsWhileWorkGoesOn && othersMoved;
  }

  /**
   * Takes a lock.
   *
   * @throws StoreUnavailable with this message if that takes too long
   */
  public void lock(ReentrantLock lock, String otherwise) {
    boolean interrupted = Thread.interrupted();
    try {
      while (!lock.tryLock()) {
        long left = nanosLeft();
        if (left <= 0) {
          throw new StoreUnavailable(otherwise, null);
        }
        try {
          if (lock.tryLock(left, TimeUnit.NANOSECONDS)) {
            return;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What is told when it has ended. */
  String explanation() {
    long millis = Duration.ofNanos(nanos).toMillis();
    long reached = event.get();
    return reached == 0
        ? "it has not answered within " + millis + " ms."
        : "the code of its actor's type does not come back from event " + reached + ", for " + millis
            + " ms now. See what apply, its codecs and upcasts do with that event.";
  }
}
