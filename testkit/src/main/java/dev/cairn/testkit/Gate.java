package dev.cairn.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A point at which calls to a backend wait until a test lets them go on. Any thread may call. */
public final class Gate implements AutoCloseable {
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);

  Gate() {}

  /**
   * Returns once a call waits at this gate.
   *
   * @throws AssertionError if no call comes within this time
   */
  public void awaitCall(Duration time) {
    try {
      if (!arrived.await(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS)) {
        throw new AssertionError("No call came to the gate within " + time + ".");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for a call at the gate.", e);
    }
  }

  /** Lets every call go on, now and later. A second call does nothing. */
  @Override
  public void close() {
    open.countDown();
  }

  /** Waits without regard to interruption, as a write to a hanging disk does. */
  void pass() {
    arrived.countDown();
    boolean interrupted = false;
    while (true) {
      try {
        open.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
