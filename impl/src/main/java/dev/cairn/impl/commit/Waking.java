package dev.cairn.impl.commit;

import java.util.concurrent.atomic.AtomicBoolean;

/** Wakes the threads of a stored batch, once, on the thread that comes first. */
final class Waking implements Runnable {
  private final Batch batch;
  private final AtomicBoolean started = new AtomicBoolean();

  Waking(Batch batch) {
    this.batch = batch;
  }

  @Override
  public void run() {
    if (started.compareAndSet(false, true)) {
      batch.wake();
    }
  }
}
