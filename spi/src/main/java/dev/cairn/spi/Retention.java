package dev.cairn.spi;

import java.util.Objects;

/** What a commit says of the history of its stream, together with what it stores. */
public sealed interface Retention {

  /** Keeps everything. */
  Keep ALL = new Keep(Integer.MAX_VALUE, 0, Position.END);

  /**
   * Keeps the newest snapshots and the events that they do not cover.
   *
   * @param snapshots how many snapshots to keep, from 1; this commit's own counts
   * @param deleteThrough the last event that may go. Events go up to this one or up to the oldest kept snapshot,
   *     whichever is lower; where no snapshot is kept, none goes
   * @param readThrough an event with a later position stays in any case: somebody has still to read it. Does not hold
   *     for events of this very commit, and means nothing where there is no global log
   */
  record Keep(int snapshots, long deleteThrough, Position readThrough) implements Retention {
    /** Refuses to keep no snapshot, and negative sequences. */
    public Keep {
      Objects.requireNonNull(readThrough, "readThrough");
      if (snapshots < 1 || deleteThrough < 0) {
        throw new IllegalArgumentException(
            "Cannot keep " + snapshots + " snapshots and delete through " + deleteThrough + ".");
      }
    }
  }

  /** Deletes all events and snapshots; the numbering goes on. */
  record Purge() implements Retention {}

  /**
   * Begins a stream in the middle, for a copy of one whose first events are gone. The stream must never have held
   * anything, and {@code expectedLast} of the commit is {@code deletedThrough}.
   *
   * @param deletedThrough the last event that is gone, from 1
   * @param purgedThrough where the copied stream was last purged
   */
  record Begin(long deletedThrough, long purgedThrough) implements Retention {
    /** Refuses what no head can have. */
    public Begin {
      if (purgedThrough < 0 || deletedThrough < purgedThrough || deletedThrough < 1) {
        throw new IllegalArgumentException(
            "No stream begins after " + deletedThrough + ", purged through " + purgedThrough + ".");
      }
    }
  }
}
