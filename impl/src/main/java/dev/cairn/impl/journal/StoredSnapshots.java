package dev.cairn.impl.journal;

import dev.cairn.api.Persistence;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Retention;

/** Which snapshots of one actor are stored, and when the next one is due. Used by the actor's thread. */
final class StoredSnapshots {
  private long newest;
  private long nextAt;
  private int count;

  /**
   * As a recovery found them.
   *
   * @param newest the newest event that needs no replay
   * @param count how many are kept
   */
  StoredSnapshots(long newest, int count) {
    this.newest = newest;
    this.count = count;
  }

  /** Whether every event up to this one is in a snapshot, or was purged. */
  boolean cover(long last) {
    return newest == last;
  }

  boolean isDue(Persistence.Full full, long last) {
    return last >= Math.max(newest + full.snapshotEvery(), nextAt);
  }

  /** The next one is due a whole cadence after this event. */
  void postpone(Persistence.Full full, long last) {
    nextAt = last + full.snapshotEvery();
  }

  /** How many are of earlier events: one of the same event is replaced. */
  int before(long sequence) {
    return newest == sequence && count > 0 ? count - 1 : count;
  }

  void stored(Commit commit) {
    int before = before(commit.expectedLast());
    newest = commit.expectedLast();
    count = commit.retention() instanceof Retention.Keep keep ? Math.min(keep.snapshots(), before + 1) : count;
  }

  void purged(long last) {
    newest = last;
    count = 0;
  }
}
