package dev.cairn.impl.journal;

import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.commit.StackRoom;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The registered readers of one store's log. Each has a stream of its own, type {@code _reader}, which keeps its newest
 * checkpoint and no event. What a reader has not read is held from the moment before its first checkpoint is stored
 * until it is dropped. Any thread may call; one reader's checkpoint is changed by one thread at a time.
 */
public final class Readers {
  private static final GuardedLogger LOG = GuardedLogger.of(Readers.class);
  private static final String UNREADABLE = ""; // no reader has this name

  private final String store;
  private final LocationServices services;
  private final Manifest manifest;
  private final StoredReaders stored;
  private final Holding holding;

  Readers(String store, LocationServices services, Manifest manifest, Holding holding) {
    this.store = store;
    this.services = services;
    this.manifest = manifest;
    this.stored = new StoredReaders(store, manifest::opener);
    this.holding = holding;
  }

  /**
   * Holds what the stored readers have not read; everything, where damage hides who they are. Called before anything of
   * the store can be deleted.
   */
  void hold(Patience patience) {
    holding.rereadBy(store, this::hold);
    services.committer().read(patience, backend -> {
      hold(backend);
      return store;
    });
  }

  /** What a reader of this process holds already it holds until it moves: its next checkpoint may be under way. */
  private void hold(Backend backend) {
    try {
      stored.all(backend)
          .forEach(reader -> holding.holdMore(store, reader.name(), reader.checkpoint().releases()));
    } catch (StoreDamaged | BackendException.Corrupt e) {
      LOG.log(System.Logger.Level.ERROR, () -> "Nothing of store " + store
          + " is compacted: how far its readers have come cannot be read.", e);
      holding.hold(store, UNREADABLE, Position.START);
    }
  }

  /** All of them, in the order of their names. */
  public List<StoredReaders.Reader> all() {
    return services.committer().read(stored::all);
  }

  /** One of them, if it is registered. */
  public Optional<StoredReaders.Reader> find(String reader, Patience patience) {
    return services.committer().read(patience, stored.stream(reader), backend -> stored.find(backend, reader));
  }

  /**
   * Stores how far a reader has come, or has gone back. What is after either checkpoint is held while it is stored;
   * what is before the new one is free then.
   */
  public void move(String reader, Checkpoint checkpoint) {
    move(reader, checkpoint, services.committer().patience());
  }

  /** Stores how far a reader has come, as part of a longer call. */
  public void move(String reader, Checkpoint checkpoint, Patience patience) {
    StackRoom.require();
    StreamKey stream = stored.stream(reader);
    holding.holdMore(store, reader, checkpoint.releases());
    Claim claimed = claim(stream, patience);
    commit(checkpoint.commit(manifest.storeId(), manifest.frame(), claimed.head(), claimed.epoch(), services.now(),
        services.committer().nextName()), patience);
    holding.hold(store, reader, checkpoint.releases());
  }

  /** Forgets a reader. */
  public void drop(String reader) {
    drop(reader, services.committer().patience());
  }

  /** Forgets a reader, as part of a longer call. */
  public void drop(String reader, Patience patience) {
    StreamKey stream = stored.stream(reader);
    Claim claimed = claim(stream, patience);
    long last = claimed.head().last();
    if (last > 0) {
      commit(new Commit(stream, claimed.epoch(), last, List.of(), Optional.empty(), new Retention.Purge()), patience);
    }
    holding.release(store, reader);
  }

  private Claim claim(StreamKey stream, Patience patience) {
    return services.committer().read(patience, stream, backend -> backend.claim(stream));
  }

  private void commit(Commit commit, Patience patience) {
    Outcome outcome = services.committer().commit(commit, patience);
    if (!outcome.isStored()) {
      @Nullable
      Throwable cause = outcome instanceof Outcome.Unknown unknown ? unknown.cause() : null;
      throw new StoreUnavailable("The checkpoint of reader " + commit.stream().id() + " of store " + store
          + " could not be stored: " + outcome.words() + ".", cause);
    }
  }
}
