package dev.cairn.spi.embedded;

import dev.cairn.spi.StreamHead;

/**
 * Where a recovery begins: with the newest kept snapshot at or below a sequence, or else with the first stored event.
 *
 * @param snapshot the sequence of the snapshot, 0 for none
 * @param firstEvent the sequence of the first event to apply, whether there is one or not
 */
public record RecoveryStart(long snapshot, long firstEvent) {

  /**
   * Finds where a stream is recovered from.
   *
   * @param atMost the highest snapshot to consider, 0 for none
   */
  public static RecoveryStart of(StreamHead head, long atMost) {
    long newest = 0;
    for (long kept : head.snapshots()) {
      newest = kept <= atMost ? kept : newest;
    }
    return new RecoveryStart(newest, (newest == 0 ? head.deletedThrough() : newest) + 1);
  }
}
