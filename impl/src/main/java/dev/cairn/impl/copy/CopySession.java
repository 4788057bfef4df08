package dev.cairn.impl.copy;

import dev.cairn.impl.chain.ChainCatchUp;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.record.CommitName;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A copy while it is written. Each pass takes what one moment of the original has more than the copy. The manifest of a
 * store comes last in its first pass, after the readers, so that a copy which was never whole is no store; from then on
 * new types and keys come before the records that need them. Used by one thread.
 */
final class CopySession implements AutoCloseable {
  private final CopyTarget target;
  private final Backend copy;
  private long names;
  private boolean kept;

  CopySession(CopyTarget target, Backend copy) {
    this.target = target;
    this.copy = copy;
  }

  /** Whether what is stored is not in the folder of the copy, but on a server. */
  boolean isElsewhere() {
    return copy.info().waits();
  }

  /** What of the original to take. */
  enum Pass {
    /** The events of the log. */
    LOG,
    /** With snapshots, deletions, and the streams without events. */
    EVERYTHING,
    /** With another look at the snapshots that are there. */
    EVERYTHING_AGAIN
  }

  /**
   * Takes what the original has more.
   *
   * @param asOf a time before that moment
   * @param taken hears the time of each event of the log
   */
  void take(Backend moment, Instant asOf, Pass pass, Consumer<Instant> taken) {
    for (String store : moment.stores()) {
      take(moment, store, taken, (here, there) -> {
      }, (transfer, isNew) -> {
        if (pass != Pass.LOG || isNew) {
          transfer.takeHeads(pass == Pass.EVERYTHING_AGAIN);
        }
      });
    }
    if (pass != Pass.LOG) {
      target.file().noteWhole(asOf);
    }
    target.file().save();
  }

  /**
   * Takes what the original has more, where it is known which streams have changed.
   *
   * @param asOf a time before that moment
   * @param changes gets the streams of which there are events in the log
   * @param goOn is run before each event and each stream; may throw
   * @return how many events
   */
  long takeChanged(Backend moment, Instant asOf, Changes changes, Runnable goOn) {
    changes.beginRound();
    long[] events = new long[1];
    for (String store : moment.stores()) {
      take(moment, store, time -> {
        goOn.run();
        events[0]++;
      }, changes::add, (transfer, isNew) -> transfer.takeHeads(changes, goOn));
    }
    target.file().noteWhole(asOf);
    target.file().save();
    return events[0];
  }

  private void take(Backend moment, String store, Consumer<Instant> taken, BiConsumer<StreamHead, StreamHead> begun,
      BiConsumer<StoreTransfer, Boolean> heads) {
    StoreDescription from = target.original(moment, store);
    if (target.file().isOfAnother(store, from.id())) {
      throw new Outrun("its store " + store + " was copied from another store than the one that is there now.");
    }
    target.requireRing(store, from);
    Optional<StoreDescription> there = manifest(store, from);
    StoreDescription to = there.orElseGet(() -> StoreDescription.ofNewStore(target.file().idOf(store),
        from.identity().created(), target.keys(from), from.types()));
    Frames frames = new Frames(from, to);
    StoreTransfer transfer = new StoreTransfer(moment, copy, store, frames, batch(), begun);
    AtomicReference<Optional<Instant>> newest = new AtomicReference<>(Optional.empty());
    Position horizon = transfer.takeLog(after(store, there), time -> {
      newest.set(Optional.of(time));
      taken.accept(time);
    });
    heads.accept(transfer, there.isEmpty());
    new ReaderTransfer(moment, copy, store, frames)
        .run(target.options().readers(), target.options().to(), this::nextName);
    if (there.isEmpty()) {
      append(store, 0, to.manifest(store, from.types(), nextName()));
    }
    boolean chained = from.chain(store).last(moment) > 0;
    target.file().note(store, from.id(), chained, horizon, newest.get());
  }

  /** Compares every record of a moment that was taken. */
  void compare(Backend moment, LongConsumer compared) {
    Comparison comparison = new Comparison(moment, compared);
    for (String store : moment.stores()) {
      comparison.compare(copy, store, frames(moment, store), target.options().readers());
    }
  }

  /**
   * Compares what has changed in a moment that was taken, and every reader.
   *
   * @param goOn is run before each event and each stream; may throw
   */
  void compareChanged(Backend moment, Changes changes, Runnable goOn) {
    Comparison comparison = new Comparison(moment, done -> goOn.run());
    for (String store : moment.stores()) {
      comparison.compareChanged(copy, store, frames(moment, store), changes, goOn);
    }
  }

  private Frames frames(Backend moment, String store) {
    return new Frames(target.original(moment, store), target.copies().of(copy, store));
  }

  /** Describes its backend. */
  BackendInfo info() {
    return copy.info();
  }

  /** Its backend, which {@link #close} leaves open from now on. */
  Backend keep() {
    kept = true;
    return copy;
  }

  /** A copy without a manifest has its events up to some place that nobody has noted. */
  private Position after(String store, Optional<StoreDescription> there) {
    return there.isPresent() ? target.file().through(store) : Position.START;
  }

  /** The manifest of the copy, with all that the original has. */
  private Optional<StoreDescription> manifest(String store, StoreDescription from) {
    Supplier<Optional<StoreDescription>> stored =
        () -> StoreDescription.read(copy, store, target.keys(from));
    Optional<StoreDescription> there = stored.get();
    if (there.isEmpty()) {
      return there;
    }
    if (!from.types().all().containsAll(there.get().types().all())) {
      throw new Outrun("the copy has types of store " + store + " that the original does not define.");
    }
    List<byte[]> missing = there.get().update(store, from.types(), nextName());
    if (missing.isEmpty()) {
      return there;
    }
    append(store, there.get().last(), missing);
    return stored.get();
  }

  private void append(String store, long last, List<byte[]> records) {
    StreamKey stream = StoreDescription.stream(store);
    BatchWriter batch = batch();
    batch.add(Commit.append(stream, batch.epoch(stream), last, records));
    batch.flush();
  }

  /** Chains the log of each store that is chained in the original. */
  void chain() {
    for (String store : copy.stores()) {
      if (target.file().isChained(store) && copy.info().globalLog() && !copy.info().multiProcess()) {
        new ChainCatchUp(copy, target.copies().of(copy, store).chain(store)).run();
      }
    }
  }

  private BatchWriter batch() {
    return new BatchWriter(copy, target.options().to());
  }

  private CommitName nextName() {
    return new CommitName(copy.info().generation(), ++names);
  }

  @Override
  public void close() {
    if (!kept) {
      copy.close();
    }
  }
}
