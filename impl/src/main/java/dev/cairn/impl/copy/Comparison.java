package dev.cairn.impl.copy;

import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.journal.StoredHead;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/** Compares every record of the original with the copy, and ends at the first difference. */
final class Comparison {
  private final Backend original;
  private final LongConsumer progress;
  private final List<String> readers = new ArrayList<>();
  private long done;
  private long streams;
  private long events;
  private long snapshots;

  Comparison(Backend original, LongConsumer progress) {
    this.original = original;
    this.progress = progress;
  }

  /** Compares one store. */
  void compare(Backend copy, String store, Frames frames, boolean withReaders) {
    requireSameTypes(store, frames);
    try (Cursor<StreamHead> heads = copy.streams(store, Optional.empty())) {
      for (StreamHead head = heads.next(); head != null; head = heads.next()) {
        if (StoreTransfer.isCopied(head.stream())) {
          compare(copy, StoredHead.of(original, head.stream()), head, 0, snapshot -> true,
              new Rebinding(head.stream(), frames));
        }
      }
    }
    requireAll(copy, store);
    ReaderTransfer transfer = new ReaderTransfer(original, copy, store, frames);
    readers.addAll(transfer.names());
    if (withReaders) {
      transfer.requireSame();
    }
  }

  /**
   * Compares what has changed in one store, and every reader.
   *
   * @param goOn is run before each stream; may throw
   */
  void compareChanged(Backend copy, String store, Frames frames, Changes changes, Runnable goOn) {
    requireSameTypes(store, frames);
    for (Changes.Change each : changes.of(store)) {
      goOn.run();
      compare(copy, each.head(original), StoredHead.of(copy, each.stream()), each.comparedThrough(),
          each::mayHaveReplaced, new Rebinding(each.stream(), frames));
    }
    new ReaderTransfer(original, copy, store, frames).requireSame();
  }

  private static void requireSameTypes(String store, Frames frames) {
    if (!frames.from().types().all().equals(frames.to().types().all())) {
      throw new StoreDamaged("The copy of store " + store + " defines other types than the original.", null);
    }
  }

  StoreCopy.Result result(String backend) {
    return new StoreCopy.Result(streams, events, snapshots, backend, readers);
  }

  private void requireAll(Backend copy, String store) {
    try (Cursor<StreamHead> heads = original.streams(store, Optional.empty())) {
      for (StreamHead head = heads.next(); head != null; head = heads.next()) {
        if (StoreTransfer.isCopied(head.stream()) && !isThere(copy, head.stream())) {
          throw new StoreDamaged("The stream " + head.stream() + " is missing in the copy.", null);
        }
      }
    }
  }

  private static boolean isThere(Backend copy, StreamKey stream) {
    return StoredHead.of(copy, stream).last() > 0;
  }

  private static String words(StreamHead head) {
    return "the last event " + head.last() + ", nothing up to " + head.deletedThrough() + ", purged up to "
        + head.purgedThrough() + ", and " + head.snapshots().size() + " snapshots";
  }

  private void compare(Backend copy, StreamHead here, StreamHead there, long after, LongPredicate suspect,
      Rebinding rebinding) {
    StreamKey stream = there.stream();
    boolean same = here.last() == there.last() && here.purgedThrough() == there.purgedThrough()
        && here.deletedThrough() >= there.deletedThrough() && there.snapshots().containsAll(here.snapshots());
    if (!same) {
      throw new StoreDamaged("The copy of stream " + stream + " is another than the original: it has "
          + words(there) + "; the original has " + words(here) + ".", null);
    }
    compareEvents(copy, stream, Math.max(here.deletedThrough(), after) + 1, there.last(), rebinding);
    if (!StoreDescription.owns(stream)) {
      streams++;
      events += here.events();
    }
    for (long sequence : here.snapshots()) {
      if (suspect.test(sequence)) {
        rebinding.requireSame(RecordKind.SNAPSHOT, sequence,
            StreamCatchUp.stored(original, stream, sequence).record(),
            StreamCatchUp.stored(copy, stream, sequence).record());
      }
      snapshots++;
    }
  }

  private void compareEvents(Backend copy, StreamKey stream, long from, long to, Rebinding rebinding) {
    try (Cursor<StoredEvent> ours = original.events(stream, from, to);
        Cursor<StoredEvent> theirs = copy.events(stream, from, to)) {
      for (long sequence = from; sequence <= to; sequence++) {
        StoredEvent one = ours.next();
        StoredEvent other = theirs.next();
        if (one == null || other == null || one.sequence() != sequence || other.sequence() != sequence) {
          throw new StoreDamaged("Event " + sequence + " of stream " + stream + " is missing in the "
              + (other == null || other.sequence() != sequence ? "copy." : "original."), null);
        }
        rebinding.requireSame(RecordKind.EVENT, sequence, one.record(), other.record());
        progress.accept(++done);
      }
    }
  }
}
