package dev.cairn.impl.commit;

import org.jspecify.annotations.Nullable;

/**
 * Wakes many beside the next batch: a virtual thread does, which needs no call of the system for each. Where it finds
 * no carrier, the committer's thread wakes them, after the next batch or soon. Used by the committer's thread.
 */
final class Waker {
  private @Nullable Waking due;

  /** Wakes them, and those before them that nobody has woken. */
  void wake(Batch batch) {
    Waking waking = new Waking(batch);
    replace(waking);
    try {
      Thread.startVirtualThread(waking);
    } catch (RuntimeException | Error e) {
      wakeDue();
    }
  }

  /** Whether somebody may not be woken yet. */
  boolean owes() {
    return due != null;
  }

  /** Wakes those that nobody has woken. */
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
