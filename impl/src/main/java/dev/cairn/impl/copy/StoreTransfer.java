package dev.cairn.impl.copy;

import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.journal.StoredHead;
import dev.cairn.impl.journal.Withdrawals;
import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Copies one store as of one moment: first the events, in the order of the log, each commit as one commit; then what
 * the log does not tell. A record that is there already is skipped.
 */
final class StoreTransfer {
  private final Backend original;
  private final Backend copy;
  private final String store;
  private final Frames frames;
  private final BatchWriter batch;
  private final StreamCatchUp streams;
  private final BiConsumer<StreamHead, StreamHead> begun;
  private final Map<StreamKey, Long> copied = new HashMap<>();

  /**
   * Copies nothing yet.
   *
   * @param begun hears of each stream of the copy that gets more: its head in the original, and in the copy before
   */
  StoreTransfer(Backend original, Backend copy, String store, Frames frames, BatchWriter batch,
      BiConsumer<StreamHead, StreamHead> begun) {
    this.original = original;
    this.copy = copy;
    this.store = store;
    this.frames = frames;
    this.batch = batch;
    this.streams = new StreamCatchUp(original, copy, frames, batch);
    this.begun = begun;
  }

  /**
   * Copies the events of the log after a position.
   *
   * @param taken hears the time of each event
   * @return the position up to which all events are copied
   */
  Position takeLog(Position after, Consumer<Instant> taken) {
    Position horizon;
    try (LogCursor log = original.log(store, after)) {
      if (log.lostAfter().isPresent()) {
        throw new Outrun("the original has lost its newest events, which the copy has.");
      }
      for (StoredEvent event = log.next(); event != null; event = log.next()) {
        if (isCopied(event.stream())) {
          taken.accept(take(event, after));
        }
      }
      horizon = log.horizon();
    }
    batch.release();
    batch.flush();
    return horizon;
  }

  /** Whether a stream is copied record by record: the streams of actors, and those of withdrawals. */
  static boolean isCopied(StreamKey stream) {
    return !StoreDescription.owns(stream) || Withdrawals.holds(stream);
  }

  private Instant take(StoredEvent event, Position after) {
    Long through = copied.get(event.stream());
    if (through == null) {
      through = begin(event.stream(), after);
    }
    Rebinding rebinding = new Rebinding(event.stream(), frames);
    Optional<OpenedRecord> opened = rebinding.openRecord(RecordKind.EVENT, event.sequence(), event.record());
    Instant time = opened.map(OpenedRecord::time).orElseGet(() -> RecordFrame.time(event.record()));
    if (event.sequence() <= through) {
      requireSame(event, after, rebinding);
      return time;
    }
    if (event.sequence() != through + 1) {
      throw new StoreDamaged("Event " + (through + 1) + " of stream " + event.stream() + " is not in the log; event "
          + event.sequence() + " is.", null);
    }
    batch.event(event.stream(), event.sequence(),
        opened.map(OpenedRecord::commit).orElseGet(() -> new CommitName(0, event.sequence())),
        opened.map(one -> rebinding.rebind(RecordKind.EVENT, event.sequence(), one)).orElse(event.record()));
    copied.put(event.stream(), event.sequence());
    streams.cover(event.stream(), event.sequence());
    if (!streams.isUncovered()) {
      batch.release();
    }
    return time;
  }

  /**
   * While an empty snapshot stands in, a copy that was whole before holds its batches: it may be asked at any moment to
   * take over.
   */
  private long begin(StreamKey stream, Position after) {
    StreamHead here = StoredHead.of(original, stream);
    StreamHead there = batch.claim(stream);
    begun.accept(here, there);
    long through = streams.begin(here, there);
    if (streams.isUncovered() && !after.equals(Position.START)) {
      batch.hold();
    }
    copied.put(stream, through);
    return through;
  }

  /** An original that has lost its end, and stored something else there, is not the one that was copied. */
  private void requireSame(StoredEvent event, Position after, Rebinding rebinding) {
    if (after.equals(Position.START)) {
      return; // a copy that begins with the first event compares all of them at its end
    }
    try (Cursor<StoredEvent> events = copy.events(event.stream(), event.sequence(), event.sequence())) {
      StoredEvent there = events.next();
      if (there != null && !rebinding.isSame(RecordKind.EVENT, event.sequence(), event.record(), there.record())) {
        throw new Outrun("event " + event.sequence() + " of its stream " + event.stream()
            + " is another one in the original now.");
      }
    }
  }

  /**
   * Copies what the log does not tell: snapshots, deletions, and the streams without events.
   *
   * @param thorough whether to compare the snapshots that are there
   */
  void takeHeads(boolean thorough) {
    try (Cursor<StreamHead> heads = original.streams(store, Optional.empty())) {
      for (StreamHead head = heads.next(); head != null; head = heads.next()) {
        if (isCopied(head.stream())) {
          streams.take(head, StoredHead.of(copy, head.stream()), snapshot -> thorough);
        }
      }
    }
    batch.flush();
  }

  /**
   * Copies what the log does not tell of these streams.
   *
   * @param goOn is run before each; may throw
   */
  void takeHeads(Changes changes, Runnable goOn) {
    for (Changes.Change each : changes.of(store)) {
      goOn.run();
      StreamHead here = each.head(original);
      StreamHead there = StoredHead.of(copy, each.stream());
      begun.accept(here, there);
      streams.take(here, there, each::mayHaveReplaced);
    }
    batch.flush();
  }
}
