package dev.cairn.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream stands, and where a commit takes it. The invariant of every stream, checked here and nowhere else:
 *
 * <pre>{@code
 *   0 <= purgedThrough <= deletedThrough <= oldest snapshot <= newest snapshot <= last
 *   without a snapshot: deletedThrough = purgedThrough
 *   stored events: exactly those of (deletedThrough, last]
 * }</pre>
 *
 * So a state can always be had: from the oldest snapshot or, where there is none, from the initial state and every
 * event since the stream began or was purged.
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
          + purgedThrough + ", deleted through " + deletedThrough + ", snapshots at "
          + snapshots.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ", last " + last
          + ".", stream);
    }
  }

  /** The head of a stream that never held anything. */
  public static StreamHead empty(StreamKey stream) {
    return new StreamHead(stream, 0, 0, 0, List.of());
  }

  /**
   * Says why a commit cannot be stored on this head, or null if it can. Every backend asks this before it writes; one
   * that keeps an epoch for each stream passes that of the stream.
   *
   * @param epoch the only epoch that may write
   * @param maxRecordBytes the largest record to take
   */
  public @Nullable CommitResult objection(Commit commit, long epoch, long maxRecordBytes) {
    if (commit.epoch() != epoch && commit.epoch() != Commit.NO_EPOCH) {
      return new CommitResult.Fenced(epoch);
    }
    boolean fits = switch (commit.retention()) {
      case Retention.Begin begin -> last == 0;
      case Retention.Purge purge -> commit.expectedLast() == last;
      case Retention.Keep keep -> (commit.events().isEmpty() || commit.expectedLast() == last)
          && (commit.snapshot().isEmpty() || takes(commit.snapshot().get(), commit));
    };
    if (!fits) {
      return new CommitResult.Conflict(last);
    }
    long largest = commit.snapshot().isPresent() ? commit.snapshot().get().record().length : 0;
    for (byte[] event : commit.events()) {
      largest = Math.max(largest, event.length);
    }
    return largest > maxRecordBytes ? new CommitResult.TooLarge(largest) : null;
  }

  /** A snapshot ahead of the log is damage; a snapshot of deleted or purged events would bring them back. */
  private boolean takes(Snapshot snapshot, Commit commit) {
    long end = commit.events().isEmpty() ? last : commit.lastAfter();
    return snapshot.sequence() <= end && snapshot.sequence() >= deletedThrough && snapshot.sequence() > purgedThrough;
  }

  /**
   * Returns the head as it is once an accepted commit is stored. What it no longer covers is to be deleted: events up
   * to its {@code deletedThrough}, whether they were stored before or come with the commit, and snapshots not in its
   * list.
   *
   * @param readThrough the last event of this stream, stored before this commit, whose position is at or below
   *     {@link Retention.Keep#readThrough}; {@link Long#MAX_VALUE} where every stored one is
   */
  public StreamHead after(Commit commit, long readThrough) {
    return switch (commit.retention()) {
      case Retention.Purge purge -> new StreamHead(stream, last, last, last, List.of());
      case Retention.Begin begin -> new StreamHead(stream, commit.lastAfter(), begin.deletedThrough(),
          begin.purgedThrough(), commit.snapshot().map(Snapshot::sequence).stream().toList());
      case Retention.Keep keep -> {
        List<Long> kept = newest(keep.snapshots(), commit);
        long deletable = kept.isEmpty() ? 0 : Math.min(Math.min(keep.deleteThrough(), readThrough), kept.get(0));
        yield new StreamHead(stream, commit.events().isEmpty() ? last : commit.lastAfter(),
            Math.max(deletedThrough, deletable), purgedThrough, kept);
      }
    };
  }

  private List<Long> newest(int count, Commit commit) {
    if (commit.snapshot().isEmpty() && snapshots.size() <= count) {
      return snapshots;
    }
    List<Long> all = new ArrayList<>(snapshots);
    commit.snapshot().map(Snapshot::sequence).filter(sequence -> !all.contains(sequence)).ifPresent(all::add);
    Collections.sort(all);
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  /** Returns how many events are stored. */
  public long events() {
    return last - deletedThrough;
  }
}
