package dev.cairn.impl.journal;

import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordFrame.ValueWriter;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StoreId;
import dev.cairn.impl.timer.DueTimers;
import dev.cairn.impl.timer.TimerCheckpoint;
import dev.cairn.impl.timer.TimerPage;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The pages of pending timers of one store, and their checkpoint. Each has a stream of type {@code _timer}, with one
 * snapshot and no event; a newer snapshot replaces it. Used by one thread.
 */
final class StoredTimers {
  private static final String TYPE = "_timer";
  private static final String CHECKPOINT = "checkpoint";

  private final String store;
  private final LocationServices services;
  private final Manifest manifest;

  StoredTimers(String store, LocationServices services, Manifest manifest) {
    this.store = store;
    this.services = services;
    this.manifest = manifest;
  }

  /** Up to where the pages have everything; empty where there is no checkpoint. */
  Optional<Position> checkpoint(Patience patience) {
    return read(new StreamKey(store, TYPE, CHECKPOINT), patience).map(TimerCheckpoint::read)
        .map(TimerCheckpoint::position);
  }

  /**
   * Adds the timers of all pages.
   *
   * @throws dev.cairn.impl.record.UnreadableRecord if one cannot be read
   */
  void load(DueTimers into) {
    for (int part = 0; part < DueTimers.PARTS; part++) {
      read(page(part), services.committer().patience()).ifPresent(opened -> TimerPage.read(opened, into));
    }
  }

  private Optional<OpenedRecord> read(StreamKey stream, Patience patience) {
    Optional<Snapshot> found = services.committer().read(patience, stream, backend -> {
      try (Recovery recovery = backend.recover(stream, Long.MAX_VALUE)) {
        return recovery.snapshot();
      }
    });
    return found.map(each -> manifest.opener(stream).open(RecordKind.SNAPSHOT, each.sequence(), each.record()));
  }

  /** Stores one part as its page. */
  void store(DueTimers timers, int part) {
    timers.unmark(part);
    try {
      store(page(part), TimerPage.TYPE_ID, out -> TimerPage.write(timers, part, out), () -> true);
    } catch (RuntimeException | Error e) {
      timers.mark(part);
      throw e;
    }
  }

  /** Stores up to where the pages have everything; false if the store is another one now, and nothing is stored. */
  boolean store(StoreId of, TimerCheckpoint checkpoint) {
    return store(new StreamKey(store, TYPE, CHECKPOINT), TimerCheckpoint.TYPE_ID, checkpoint::write,
        () -> manifest.storeId().equals(of));
  }

  private StreamKey page(int part) {
    return new StreamKey(store, TYPE, Integer.toHexString(DueTimers.PARTS + part).substring(1));
  }

  /** A stream begins with an event that its own commit deletes; after that a snapshot replaces the one before it. */
  private boolean store(StreamKey stream, int typeId, ValueWriter value, BooleanSupplier allowed) {
    Patience patience = services.committer().patience();
    manifest.followPrimary();
    Outcome outcome = Outcome.MOVED;
    while (outcome == Outcome.MOVED) {
      Claim claim = services.committer().read(patience, stream, (Backend backend) -> backend.claim(stream));
      if (!allowed.getAsBoolean()) {
        return false;
      }
      long last = claim.head().last();
      byte[] record = manifest.frame().write(manifest.binding(stream).at(RecordKind.SNAPSHOT, 1), typeId,
          services.now(), services.committer().nextName(), Metadata.NONE, value);
      List<byte[]> begin = last == 0 ? List.of(begin(stream, typeId)) : List.of();
      outcome = services.committer().commit(new Commit(stream, claim.epoch(), last, begin,
          Optional.of(new Snapshot(1, record)), new Retention.Keep(1, 1, Position.END)), patience);
    }
    if (!outcome.isStored()) {
      throw new StoreUnavailable("A page of the durable timers of store " + store + " could not be stored: "
          + outcome.words() + ".", outcome.unknownBecause());
    }
    return true;
  }

  private byte[] begin(StreamKey stream, int typeId) {
    return manifest.frame().write(manifest.binding(stream).at(RecordKind.EVENT, 1), typeId, services.now(),
        services.committer().nextName(), Metadata.NONE, out -> {
        });
  }
}
