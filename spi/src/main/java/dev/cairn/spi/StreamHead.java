package dev.cairn.spi;

import java.util.List;
import java.util.Objects;

/**
 * Where a stream stands. The invariant of every stream, checked here and nowhere else:
 *
 * <pre>
 *   0 <= purgedThrough <= deletedThrough <= oldest snapshot <= newest snapshot <= last
 *   without a snapshot: deletedThrough = purgedThrough
 *   stored events: exactly those of (deletedThrough, last]
 * </pre>
 *
 * So a state can always be had: from the oldest snapshot or, where there is none, from the initial state and every event
 * since the stream began or was purged.
 *
 * @param stream the stream
 * @param last the last sequence ever given, 0 for a stream that never held anything
 * @param deletedThrough the last deleted event, 0 for none
 * @param purgedThrough where the last purge happened, 0 for never; if it equals {@code last}, the stream is a tombstone
 * @param snapshots the sequences of the kept snapshots, ascending
 */
public record StreamHead(StreamKey stream, long last, long deletedThrough, long purgedThrough, List<Long> snapshots) {

  /**
   * Checks the invariant.
   *
   * @throws BackendException.Corrupt if it does not hold: what a store said of this stream cannot be true
   */
  public StreamHead {
    Objects.requireNonNull(stream, "stream");
    snapshots = List.copyOf(snapshots);
    long previous = deletedThrough;
    boolean ordered = 0 <= purgedThrough && purgedThrough <= deletedThrough;
    for (long snapshot : snapshots) {
      ordered &= previous <= snapshot && snapshot >= 1;
      previous = snapshot;
    }
    ordered &= previous <= last;
    if (!ordered || (snapshots.isEmpty() && deletedThrough != purgedThrough)) {
      throw new BackendException.Corrupt("The head of stream " + stream + " cannot be true: purged through "
          + purgedThrough + ", deleted through " + deletedThrough + ", snapshots at " + snapshots + ", last " + last
          + ".");
    }
  }

  /** The head of a stream that never held anything. */
  public static StreamHead empty(StreamKey stream) {
    return new StreamHead(stream, 0, 0, 0, List.of());
  }

  /** Returns how many events are stored. */
  public long events() {
    return last - deletedThrough;
  }
}
