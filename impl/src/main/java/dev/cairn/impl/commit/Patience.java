package dev.cairn.impl.commit;

import dev.cairn.api.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The time that one call waits for the store, through all its steps. It begins when this object is made. If an author's
 * code works on the events of a stream, it begins again with each event. One thread waits; another thread may work.
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

  /** A patience that ends after a time. */
  static Patience of(long nanos) {
    return new Patience(nanos, false);
  }

  /** A patience that ends when the work has come to no other event for a time. */
  static Patience whileWorkGoesOn(long nanos) {
    return new Patience(nanos, true);
  }

  /** Records that the work has come to an event of a stream. The thread that works calls this. */
  public void recordProgress(long sequence) {
    event.lazySet(sequence); // once for each event: the waiting thread may see it late
  }

  /** The event that the work has come to; 0 for none. */
  long event() {
    return event.get();
  }

  /** Records that the work has begun, or has ended. */
  void setWorking(boolean working) { works = working; }

  /** Whether the work has come to an event and has not ended. */
  boolean isWorking() {
    return works && event.get() != 0;
  }

  /** The time that this call still waits. */
  public long nanosLeft() {
    long now = event.get();
    if (now != seen) {
      seen = now;
      since = System.nanoTime();
    }
    return since + nanos - System.nanoTime();
  }

  /** The time until the next look: only a look shows that the work goes on. */
  long nanosToNextLook() {
    return Math.max(0, lastsWhileWorkGoesOn ? Math.min(nanosLeft(), nanos / LOOKS) : nanosLeft());
  }

  /** Begins the time again, if the work of other calls goes on: this call has not had its turn yet. */
  boolean renew(boolean othersMoved) {
    if (lastsWhileWorkGoesOn && othersMoved) {
      since = System.nanoTime();
    }
    return lastsWhileWorkGoesOn && othersMoved;
  }

  /**
   * Takes a lock.
   *
   * @param otherwise the message of the exception
   * @throws StoreUnavailable if that takes too long
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

  /** The end of the message when the time is over. */
  String explanation() {
    long millis = Duration.ofNanos(nanos).toMillis();
    long reached = event.get();
    return reached == 0
        ? "the store has not answered within " + millis + " ms."
        : "the code of its actor's type does not return from event " + reached + ", for " + millis
            + " ms now. See what apply, its codecs and upcasts do with that event.";
  }
}
