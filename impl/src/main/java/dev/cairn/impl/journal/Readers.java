package dev.cairn.impl.journal;

import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.commit.StackRoom;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.impl.record.StoreId;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

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
  private final LogHolds holds;
  private final Map<String, Long> claims = new ConcurrentHashMap<>();

  Readers(String store, LocationServices services, Manifest manifest, Holding holding) {
    this.store = store;
    this.services = services;
    this.manifest = manifest;
    this.stored = new StoredReaders(store, manifest::opener);
    this.holding = holding;
    this.holds = new LogHolds(store, services.committer(), holding);
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
      stored.all(backend).forEach(reader -> {
        backend.hold(store, reader.name(), reader.checkpoint().releases());
        holdMore(reader.name(), reader.checkpoint().releases());
      });
      backend.release(store, UNREADABLE, Optional.empty());
    } catch (StoreDamaged | BackendException.Corrupt e) {
      LOG.log(System.Logger.Level.ERROR, () -> "Nothing of store " + store
          + " is compacted: how far its readers have come cannot be read.", e);
      backend.hold(store, UNREADABLE, Position.START);
      holdMore(UNREADABLE, Position.START);
    }
  }

  /** Where several processes write, the backend knows what all readers hold, and this process what its own did. */
  private void holdMore(String reader, Position readThrough) {
    if (!services.committer().isShared()) {
      holding.holdMore(store, reader, readThrough);
    }
  }

  /**
   * Takes a reader over for this process: where another one moves it, that one is told, and this one goes on from the
   * newest checkpoint.
   */
  public void take(String reader, Patience patience) {
    StreamKey stream = stored.stream(reader);
    claims.put(reader, claim(stream, patience).epoch());
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
   *
   * @param of the store whose log has the position of the checkpoint
   * @return false if the store was handed over: then it has that place at another position, and nothing is stored
   * @throws StoreUnavailable if it is not stored; its cause is a {@link BackendException.Fenced} if another process has
   *     taken the reader over
   */
  public boolean move(String reader, StoreId of, Checkpoint checkpoint) {
    return move(reader, of, checkpoint, Optional.empty(), services.committer().patience());
  }

  /** Stores how far a reader has come, and why it does not go on. */
  public boolean move(String reader, StoreId of, Checkpoint checkpoint, Optional<String> trouble) {
    return move(reader, of, checkpoint, trouble, services.committer().patience());
  }

  /** Stores how far a reader has come, as part of a longer call. */
  public boolean move(String reader, StoreId of, Checkpoint checkpoint, Patience patience) {
    return move(reader, of, checkpoint, Optional.empty(), patience);
  }

  private boolean move(String reader, StoreId of, Checkpoint checkpoint, Optional<String> trouble, Patience patience) {
    StackRoom.require();
    Outcome outcome = Outcome.MOVED;
    while (outcome == Outcome.MOVED) {
      holdMore(reader, checkpoint.releases());
      Claim claimed = hold(reader, checkpoint.releases(), patience);
      if (!manifest.storeId().equals(of)) {
        return false;
      }
      outcome = commit(checkpoint.commit(of, manifest.frame(), claimed.head(), claimed.epoch(), services.now(),
          services.committer().nextName(), trouble), patience);
    }
    holds.release(reader, Optional.of(checkpoint.releases()), patience);
    return true;
  }

  /** Forgets a reader. */
  public void drop(String reader) {
    drop(reader, services.committer().patience());
  }

  /** Forgets a reader, as part of a longer call. */
  public void drop(String reader, Patience patience) {
    StreamKey stream = stored.stream(reader);
    claims.remove(reader);
    Claim claimed = claim(stream, patience);
    while (claimed.head().last() > 0 && commit(new Commit(stream, claimed.epoch(), claimed.head().last(), List.of(),
        Optional.empty(), new Retention.Purge()), patience) == Outcome.MOVED) {
      claimed = claim(stream, patience);
    }
    holds.release(reader, Optional.empty(), patience);
  }

  private Claim claim(StreamKey stream, Patience patience) {
    return services.committer().read(patience, stream, backend -> backend.claim(stream));
  }

  /** Goes on with the claim of {@link #take}; without one, as for a tool, claims the reader for this one move. */
  private Claim hold(String reader, Position readThrough, Patience patience) {
    StreamKey stream = stored.stream(reader);
    return services.committer().read(patience, stream, backend -> {
      Long claimed = claims.get(reader);
      Claim claim = claimed == null ? backend.claim(stream) : backend.renew(stream, claimed);
      backend.hold(store, reader, readThrough);
      return claim;
    });
  }

  private Outcome commit(Commit commit, Patience patience) {
    Outcome outcome = services.committer().commit(commit, patience);
    if (!outcome.isStored() && outcome != Outcome.MOVED) {
      throw new StoreUnavailable("The checkpoint of reader " + commit.stream().id() + " of store " + store
          + " could not be stored: " + outcome.words() + ".", outcome.unknownBecause());
    }
    return outcome;
  }
}
