package dev.cairn.impl.copy;

import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.journal.StoredHead;
import dev.cairn.impl.journal.Withdrawals;
import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Copies one store as of one moment: first the events, in the order of the log, each commit as one commit; then the
 * streams without events, and the snapshots. The manifest comes last, after the readers, so that an unfinished copy is
 * no store. A record that is there already is skipped.
 */
final class StoreTransfer {
  private final Backend original;
  private final Backend copy;
  private final String store;
  private final Frames frames;
  private final BatchWriter batch;
  private final Map<StreamKey, Long> copied = new HashMap<>();

  StoreTransfer(Backend original, Backend copy, String store, Frames frames) {
    this.original = original;
    this.copy = copy;
    this.store = store;
    this.frames = frames;
    this.batch = new BatchWriter(copy);
  }

  /** Copies, and returns how many events are then done. */
  long run(long doneBefore, LongConsumer progress) {
    long done = doneBefore;
    try (LogCursor log = original.log(store, Position.START)) {
      for (StoredEvent event = log.next(); event != null; event = log.next()) {
        if (isCopied(event.stream())) {
          copy(event);
          progress.accept(++done);
        }
      }
    }
    batch.flush();
    try (Cursor<StreamHead> heads = original.streams(store, Optional.empty())) {
      for (StreamHead head = heads.next(); head != null; head = heads.next()) {
        if (isCopied(head.stream())) {
          finish(head);
        }
      }
    }
    batch.flush();
    return done;
  }

  /** Whether a stream is copied record by record: the streams of actors, and those of withdrawals. */
  static boolean isCopied(StreamKey stream) {
    return !StoreDescription.owns(stream) || Withdrawals.holds(stream);
  }

  private void copy(StoredEvent event) {
    Long through = copied.get(event.stream());
    if (through == null) {
      through = begin(event.stream());
    }
    if (event.sequence() <= through) {
      return;
    }
    if (event.sequence() != through + 1) {
      throw new StoreDamaged("Event " + (through + 1) + " of stream " + event.stream() + " is not in the log; event "
          + event.sequence() + " is.", null);
    }
    Rebinding rebinding = new Rebinding(event.stream(), frames);
    OpenedRecord opened = rebinding.openRecord(RecordKind.EVENT, event.sequence(), event.record());
    batch.event(event.stream(), event.sequence(), opened.commit(),
        rebinding.rebind(RecordKind.EVENT, event.sequence(), opened));
    copied.put(event.stream(), event.sequence());
  }

  /** Starts a stream in the copy where the original starts, and returns how far it is copied. */
  private long begin(StreamKey stream) {
    StreamHead there = batch.claim(stream);
    long through = there.last();
    StreamHead here = StoredHead.of(original, stream);
    if (through == 0) {
      through = here.deletedThrough() == 0 ? 0 : beginInTheMiddle(here);
    } else if (through < here.deletedThrough() || there.purgedThrough() != here.purgedThrough()) {
      throw new Outrun("its stream " + stream + " ends at event " + through + ", and events up to "
          + here.deletedThrough() + " are not stored in the original any more.");
    }
    copied.put(stream, through);
    return through;
  }

  /**
   * Deleted events need a snapshot or a purge. If the oldest snapshot is of a later event, an empty one stands in until
   * it is copied: the events in between have their own places in the log.
   */
  private long beginInTheMiddle(StreamHead head) {
    long deleted = head.deletedThrough();
    Optional<Snapshot> covering = Optional.empty();
    if (deleted > head.purgedThrough()) {
      covering = Optional.of(head.snapshots().getFirst() == deleted
          ? new Rebinding(head.stream(), frames).rebind(snapshot(head.stream(), deleted))
          : new Snapshot(deleted, new byte[1]));
    }
    batch.add(new Commit(head.stream(), batch.epoch(head.stream()), deleted, List.of(), covering,
        new Retention.Begin(deleted, head.purgedThrough())));
    return deleted;
  }

  private void finish(StreamHead head) {
    Long through = copied.get(head.stream());
    if (through == null) {
      through = begin(head.stream());
      batch.flush();
    }
    StreamHead there = batch.claim(head.stream());
    List<Long> missing = new ArrayList<>();
    for (long sequence : head.snapshots()) {
      if (sequence <= through && !there.snapshots().contains(sequence) && sequence >= there.deletedThrough()) {
        missing.add(sequence);
      }
    }
    boolean older = !head.snapshots().isEmpty() && !there.snapshots().isEmpty()
        && there.snapshots().getFirst() < head.snapshots().getFirst();
    if (older && missing.isEmpty()) {
      missing.add(head.snapshots().getLast());
    }
    for (long sequence : missing) {
      boolean last = older && sequence == missing.getLast();
      batch.add(new Commit(head.stream(), batch.epoch(head.stream()), through, List.of(),
          Optional.of(new Rebinding(head.stream(), frames).rebind(snapshot(head.stream(), sequence))),
          last ? new Retention.Keep(head.snapshots().size(), 0, Position.END) : Retention.ALL));
    }
  }

  private Snapshot snapshot(StreamKey stream, long sequence) {
    try (Recovery recovery = original.recover(stream, sequence)) {
      return recovery.snapshot().filter(found -> found.sequence() == sequence)
          .orElseThrow(() -> new StoreDamaged("The snapshot at " + sequence + " of stream " + stream
              + " is not there, and the head of the stream names it.", null));
    }
  }

  /** Writes the manifest, the last step, which makes the copy a store. */
  void writeManifest() {
    StreamKey stream = StoreDescription.stream(store);
    if (batch.claim(stream).last() == 0) {
      batch.add(Commit.append(stream, batch.epoch(stream), 0,
          frames.to().manifest(store, frames.from().types(), new CommitName(copy.info().generation(), 1))));
      batch.flush();
    }
  }
}
