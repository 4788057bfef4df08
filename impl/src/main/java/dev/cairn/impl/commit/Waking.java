package dev.cairn.impl.commit;

import java.util.concurrent.atomic.AtomicBoolean;

/** Wakes those whose batch is stored, once, on whichever thread comes first. */
final class Waking implements Runnable {
  private final Group group;
  private final AtomicBoolean begun = new AtomicBoolean();

  Waking(Group group) {
    this.group = group;
  }

  @Override
  public void run() {
    if (begun.compareAndSet(false, true)) {
      group.wake();
    }
  }
}
