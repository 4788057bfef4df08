package dev.cairn.impl.copy;

import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Brings the head of a copied stream to that of the original: where it begins, its snapshots, what is deleted.
 *
 * <p>What the original has deleted before it was copied cannot be copied. A new stream begins after it. A stream that
 * is there passes over it: a commit appends empty events and deletes them in the same breath, so they are in no log.
 *
 * <pre>
 *   original   purged through 40, deleted through 60, snapshot 80, last 95
 *   copy       last 30
 *   commits    events 31..40 with a snapshot, without the events | purge | events 41..60 with a snapshot at 60, without
 *              the events | then 61..95 as they come in the log, and the snapshot of 80 instead of that of 60
 * </pre>
 *
 * Deleted events need a snapshot. If the oldest one is of a later event, an empty one stands in until it is copied: the
 * events in between have their own places in the log.
 */
final class StreamCatchUp {
  private static final byte[] NOTHING = new byte[1];
  private static final int MOST_EVENTS = 10_000;

  private final Backend original;
  private final Backend copy;
  private final Frames frames;
  private final BatchWriter batch;
  private final Map<StreamKey, Long> uncovered = new HashMap<>();

  StreamCatchUp(Backend original, Backend copy, Frames frames, BatchWriter batch) {
    this.original = original;
    this.copy = copy;
    this.frames = frames;
    this.batch = batch;
  }

  /** Takes a stream of the copy over all that the original has deleted, and returns how far it is copied. */
  long begin(StreamHead here, StreamHead there) {
    StreamKey stream = here.stream();
    long through = there.last();
    if (through > here.last() || there.purgedThrough() > here.purgedThrough()
        || there.purgedThrough() < here.purgedThrough() && through > here.purgedThrough()) {
      throw new Outrun("its stream " + stream + " ends at event " + through + " and was purged up to "
          + there.purgedThrough() + "; that of the original ends at event " + here.last() + " and was purged up to "
          + here.purgedThrough() + ".");
    }
    if (through == 0) {
      if (here.deletedThrough() > 0) {
        batch.add(new Commit(stream, batch.epoch(stream), here.deletedThrough(), List.of(), covering(here),
            new Retention.Begin(here.deletedThrough(), here.purgedThrough())));
      }
      return here.deletedThrough();
    }
    List<Commit> commits = new ArrayList<>();
    if (there.purgedThrough() < here.purgedThrough()) {
      through = passOver(commits, stream, through, here.purgedThrough(), standIn(here.purgedThrough()));
      commits.add(new Commit(stream, batch.epoch(stream), through, List.of(), Optional.empty(), new Retention.Purge()));
    }
    if (through < here.deletedThrough()) {
      through = passOver(commits, stream, through, here.deletedThrough(), covering(here).orElseThrow());
    }
    if (!commits.isEmpty()) {
      batch.addAll(commits);
    }
    return through;
  }

  private Optional<Snapshot> covering(StreamHead head) {
    long deleted = head.deletedThrough();
    if (deleted == head.purgedThrough()) {
      return Optional.empty();
    }
    long oldest = head.snapshots().getFirst();
    if (oldest == deleted) {
      return Optional.of(rebound(head.stream(), deleted));
    }
    uncovered.put(head.stream(), oldest);
    return Optional.of(standIn(deleted));
  }

  /** Whether an empty snapshot stands in somewhere. */
  boolean isUncovered() { return !uncovered.isEmpty(); }

  private static Snapshot standIn(long sequence) {
    return new Snapshot(sequence, NOTHING);
  }

  private long passOver(List<Commit> commits, StreamKey stream, long from, long to, Snapshot covering) {
    for (long last = from; last < to;) {
      long next = Math.min(to, last + MOST_EVENTS);
      commits.add(new Commit(stream, batch.epoch(stream), last,
          Collections.nCopies((int) (next - last), NOTHING),
          Optional.of(next == to ? covering : standIn(next)), new Retention.Keep(1, next, Position.END)));
      last = next;
    }
    return to;
  }

  /** Adds the snapshot that was waited for, once its event is copied. */
  void cover(StreamKey stream, long sequence) {
    if (uncovered.remove(stream, sequence)) {
      batch.add(new Commit(stream, batch.epoch(stream), sequence, List.of(), Optional.of(rebound(stream, sequence)),
          new Retention.Keep(1, 0, Position.END)));
    }
  }

  /**
   * Copies the snapshots that are missing, and lets go what the original has not any more.
   *
   * @param suspect which of the snapshots that are there to compare
   */
  void take(StreamHead here, StreamHead there, LongPredicate suspect) {
    if (here.equals(there) && here.snapshots().stream().noneMatch(suspect::test)) {
      return;
    }
    StreamHead now = there;
    if (there.last() != here.last() || there.purgedThrough() != here.purgedThrough()) {
      begin(here, there);
      batch.flush();
      now = batch.claim(here.stream());
    }
    for (long sequence : here.snapshots()) {
      boolean missing = !now.snapshots().contains(sequence);
      if (sequence <= now.last() && (missing || suspect.test(sequence) && !isSame(here.stream(), sequence))) {
        batch.add(new Commit(here.stream(), batch.epoch(here.stream()), now.last(), List.of(),
            Optional.of(rebound(here.stream(), sequence)), Retention.ALL));
      }
    }
    boolean more = now.deletedThrough() < here.deletedThrough() || !here.snapshots().containsAll(now.snapshots());
    if (more && !here.snapshots().isEmpty()) {
      batch.add(new Commit(here.stream(), Commit.NO_EPOCH, now.last(), List.of(), Optional.empty(),
          new Retention.Keep(here.snapshots().size(), here.deletedThrough(), Position.END)));
    }
  }

  private boolean isSame(StreamKey stream, long sequence) {
    return new Rebinding(stream, frames).isSame(RecordKind.SNAPSHOT, sequence,
        stored(original, stream, sequence).record(), stored(copy, stream, sequence).record());
  }

  private Snapshot rebound(StreamKey stream, long sequence) {
    return new Rebinding(stream, frames).rebind(stored(original, stream, sequence));
  }

  /**
   * Reads a snapshot that the head of its stream names.
   *
   * @throws StoreDamaged if it is not there
   */
  static Snapshot stored(Backend backend, StreamKey stream, long sequence) {
    try (Recovery recovery = backend.recover(stream, sequence)) {
      return recovery.snapshot().filter(found -> found.sequence() == sequence)
          .orElseThrow(() -> new StoreDamaged("The snapshot at " + sequence + " of stream " + stream
              + " is not there, and the head of the stream names it.", null));
    }
  }
}
