package dev.cairn.impl.commit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Notices that this process stood still, where other processes write the location too: one of them may have taken over
 * what this one has in memory. It also looks for what the others have written while somebody here waits for that. Any
 * thread may ask.
 *
 * <pre>
 *   beat ... beat ... beat .................... beat      a thread beats ten times a second
 *                          | stopped, or a long pause |
 *                              mark() from before holds no more, from the first moment after the pause
 * </pre>
 */
final class Pulse implements AutoCloseable {
  private static final long BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final LongSupplier sessions;
  private final AtomicLong pauses = new AtomicLong();
  private final Thread thread;
  private volatile long beat = System.nanoTime();
  private volatile boolean closed;
  private volatile boolean doubt;

  /**
   * Begins to beat.
   *
   * @param sessions the generation of the newest session, which only grows
   * @param others looks for what other processes have written, with each beat
   */
  Pulse(LongSupplier sessions, Runnable others) {
    this.sessions = sessions;
    this.thread = Thread.ofPlatform().name("cairn-pulse").daemon().start(this::run);
    Thread.ofVirtual().name("cairn-others").start(() -> look(others));
  }

  /** What {@link #holds} compares: take it before the store is read. */
  long mark() {
    return pauses.get() + sessions.getAsLong();
  }

  /** Whether this process has neither stood still nor lost its session since a mark. */
  boolean holds(long mark) {
    return System.nanoTime() - beat < LONGEST_PAUSE_NANOS && mark == mark() && !doubt;
  }

  /** While in doubt no mark holds, and afterwards none from before. */
  void doubt(boolean unsure) {
    doubt = unsure;
    pauses.incrementAndGet();
  }

  private void run() {
    while (!closed) {
      long now = System.nanoTime();
      if (now - beat >= LONGEST_PAUSE_NANOS) {
        pauses.incrementAndGet(); // before the new beat, so that no mark from before holds in between
      }
      beat = now;
      LockSupport.parkNanos(this, BEAT_NANOS);
    }
  }

  private void look(Runnable others) {
    while (!closed) {
      others.run();
      LockSupport.parkNanos(this, BEAT_NANOS);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
