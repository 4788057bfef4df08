package dev.cairn.spi;

/** What a commit allows to be deleted, together with what it stores. */
public sealed interface Retention {

  /** Keeps everything. */
  Keep ALL = new Keep(Integer.MAX_VALUE, 0);

  /**
   * Keeps the newest snapshots and the events that they do not cover.
   *
   * @param snapshots how many snapshots to keep, from 1; this commit's own counts
   * @param deleteThrough the last event that may go. Events go up to this one or up to the oldest kept snapshot, whichever
   *     is lower; where no snapshot is kept, none goes
   */
  record Keep(int snapshots, long deleteThrough) implements Retention {
    /** Refuses to keep no snapshot, and negative sequences. */
    public Keep {
      if (snapshots < 1 || deleteThrough < 0) {
        throw new IllegalArgumentException(
            "Cannot keep " + snapshots + " snapshots and delete through " + deleteThrough);
      }
    }
  }

  /** Deletes all events and snapshots; the numbering goes on. */
  record Purge() implements Retention {}
}
