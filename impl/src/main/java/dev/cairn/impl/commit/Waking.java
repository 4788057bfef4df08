package dev.cairn.impl.commit;

import java.util.concurrent.atomic.AtomicBoolean;

/** Wakes those whose batch is stored, once, on whichever thread comes first. */
final class Waking implements Runnable {
  private final Batch batch;
  private final AtomicBoolean begun = new AtomicBoolean();

  Waking(Batch batch) {
    this.batch = batch;
  }

  @Override
  public void run() {
    if (begun.compareAndSet(false, true)) {
      batch.wake();
    }
  }
}
