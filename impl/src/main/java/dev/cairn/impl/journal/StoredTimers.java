package dev.cairn.impl.journal;

import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordFrame.ValueWriter;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StoreId;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.timer.DueTimers;
import dev.cairn.impl.timer.TimerCheckpoint;
import dev.cairn.impl.timer.TimerPage;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamKey;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The pages of pending timers of one store, and their checkpoint. Each has a stream of type {@code _timer}, with one
 * snapshot and no event; a newer snapshot replaces it. Where several processes write, the one that has claimed them
 * stores them, and another one is told that it does not any more. Used by one thread.
 */
final class StoredTimers {
  private static final String TYPE = "_timer";
  private static final String CHECKPOINT = "checkpoint";

  private final String store;
  private final LocationServices services;
  private final Manifest manifest;
  private final Map<StreamKey, Long> claims = new HashMap<>();

  /** Another process has claimed the pages. */
  static final class TakenOver extends RuntimeException {
    private static final long serialVersionUID = 1;

    TakenOver(String store) {
      super("Another process keeps the index of the durable timers of store " + store + " now.", null, false, false);
    }
  }

  StoredTimers(String store, LocationServices services, Manifest manifest) {
    this.store = store;
    this.services = services;
    this.manifest = manifest;
  }

  /**
   * A sign of life.
   *
   * @param record which differs each time that the checkpoint is stored
   * @param given whether whoever has stored it keeps the index no more
   */
  record Sign(ByteBuffer record, boolean given) {}

  /** The newest sign of life of whoever stores the checkpoint; empty where there is none. */
  Optional<Sign> sign() {
    return find(checkpoint(), services.committer().patience())
        .map(found -> new Sign(ByteBuffer.wrap(found.record()), isGiven(found)));
  }

  private boolean isGiven(Snapshot found) {
    try {
      return TimerCheckpoint.read(open(checkpoint(), found)).given();
    } catch (UnreadableRecord e) {
      return false; // it is made anew by who takes over
    }
  }

  /** Claims the checkpoint and then the pages: whoever has stored them before stores nothing more. */
  void claim() {
    services.committer().read(backend -> {
      claims.put(checkpoint(), backend.claim(checkpoint()).epoch());
      for (int part = 0; part < DueTimers.PARTS; part++) {
        claims.put(page(part), backend.claim(page(part)).epoch());
      }
      return store;
    });
  }

  /** Up to where the pages have everything; empty where there is no checkpoint. */
  Optional<Position> checkpoint(Patience patience) {
    return read(checkpoint(), patience).map(TimerCheckpoint::read)
        .map(TimerCheckpoint::position);
  }

  /**
   * Adds the timers of all pages.
   *
   * @throws UnreadableRecord if one cannot be read
   */
  void load(DueTimers into) {
    for (int part = 0; part < DueTimers.PARTS; part++) {
      read(page(part), services.committer().patience()).ifPresent(opened -> TimerPage.read(opened, into));
    }
  }

  private Optional<OpenedRecord> read(StreamKey stream, Patience patience) {
    return find(stream, patience).map(found -> open(stream, found));
  }

  private OpenedRecord open(StreamKey stream, Snapshot found) {
    return manifest.opener(stream).open(RecordKind.SNAPSHOT, found.sequence(), found.record());
  }

  private Optional<Snapshot> find(StreamKey stream, Patience patience) {
    return services.committer().read(patience, stream, backend -> {
      try (Recovery recovery = backend.recover(stream, Long.MAX_VALUE)) {
        return recovery.snapshot();
      }
    });
  }

  /**
   * Stores one part as its page.
   *
   * @throws TakenOver if it was claimed here, and by another process after that
   */
  void store(DueTimers timers, int part) {
    timers.unmark(part);
    try {
      store(page(part), TimerPage.TYPE_ID, out -> TimerPage.write(timers, part, out), () -> true);
    } catch (RuntimeException | Error e) {
      timers.mark(part);
      throw e;
    }
  }

  /**
   * Stores up to where the pages have everything; false if the store is another one now, and nothing is stored.
   *
   * @throws TakenOver as for a page
   */
  boolean store(StoreId of, TimerCheckpoint checkpoint) {
    return store(checkpoint(), TimerCheckpoint.TYPE_ID, checkpoint::write,
        () -> manifest.storeId().equals(of));
  }

  private StreamKey checkpoint() {
    return new StreamKey(store, TYPE, CHECKPOINT);
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
      Claim claim = services.committer().read(patience, stream, (Backend backend) -> hold(backend, stream));
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
    if (outcome.isOvertaken() && claims.containsKey(stream)) {
      throw new TakenOver(store);
    }
    if (!outcome.isStored()) {
      throw new StoreUnavailable("A page of the durable timers of store " + store + " could not be stored: "
          + outcome.words() + ".", outcome.unknownBecause());
    }
    return true;
  }

  private Claim hold(Backend backend, StreamKey stream) {
    Long claimed = claims.get(stream);
    try {
      return claimed == null ? backend.claim(stream) : backend.renew(stream, claimed);
    } catch (BackendException.Fenced e) {
      throw new TakenOver(store);
    }
  }

  private byte[] begin(StreamKey stream, int typeId) {
    return manifest.frame().write(manifest.binding(stream).at(RecordKind.EVENT, 1), typeId, services.now(),
        services.committer().nextName(), Metadata.NONE, out -> {
        });
  }
}
