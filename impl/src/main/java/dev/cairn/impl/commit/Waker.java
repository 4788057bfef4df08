package dev.cairn.impl.commit;

import org.jspecify.annotations.Nullable;

/**
 * Wakes the threads of a batch while the next batch is stored. A virtual thread does this, without a call of the system
 * for each. If that thread finds no carrier, the committer's thread wakes them, after the next batch or a short time
 * later. Only the committer's thread uses this class.
 */
final class Waker {
  private @Nullable Waking due;

  /** Wakes the threads of a batch, and those of the batch before if they are not woken yet. */
  void wake(Batch batch) {
    Waking waking = new Waking(batch);
    replace(waking);
    try {
      Thread.startVirtualThread(waking);
    } catch (RuntimeException | Error e) {
      wakeDue();
    }
  }

  /** Whether a batch may have threads that are not woken yet. */
  boolean hasDue() {
    return due != null;
  }

  /** Wakes the threads that are not woken yet. */
  void wakeDue() {
    replace(null);
  }

  private void replace(@Nullable Waking next) {
    Waking before = due;
    due = next;
    if (before != null) {
      before.run();
    }
  }
}
