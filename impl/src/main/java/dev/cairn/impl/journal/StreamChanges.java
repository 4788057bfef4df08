package dev.cairn.impl.journal;

import dev.cairn.api.KeyException;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.PersistUnknown;
import dev.cairn.api.StoreException;
import dev.cairn.api.Withdrawal.Reason;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.commit.StackRoom;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a stream that append nothing, each of which does no harm when it is done twice. Each waits for the appends
 * before it, looks where the stream stands, and looks again where somebody else was quicker or an outcome was not told.
 * Any thread may call.
 */
final class StreamChanges {
  private static final String AGAIN = "To do it again does no harm.";

  private final Store store;
  private final Committer committer;
  private final StreamKey stream;

  /** One try. */
  private interface Try<T> {
    /** Returns null if it has to be tried again. */
    @Nullable
    T under(Claim claim, Patience patience);
  }

  StreamChanges(Store store, StreamKey stream) {
    this.store = store;
    this.committer = store.committer();
    this.stream = stream;
  }

  /** Stores a snapshot, which {@code making} makes. */
  void putSnapshot(long sequence, int keep, LongFunction<Snapshot> making) {
    String what = "the snapshot of " + stream + " at event " + sequence;
    long since = System.nanoTime();
    alone(what + " was stored", (claim, patience) -> {
      requireEvent(claim.head(), sequence, what);
      Snapshot snapshot = making.apply(sequence);
      Commit commit = new Commit(stream, claim.epoch(), sequence, List.of(), Optional.of(snapshot),
          new Retention.Keep(keep, 0, Position.END));
      if (!isStored(commit, patience, what + " was stored")) {
        return null;
      }
      store.observer().snapshotStored(stream, sequence, snapshot.record().length, since);
      return true;
    });
  }

  private static void requireEvent(StreamHead head, long sequence, String what) {
    if (sequence > head.last()) {
      throw new PersistRejected("Nothing was stored: " + what + " would be ahead of the stream, which ends at "
          + head.last() + ".", null);
    }
    if (sequence < head.deletedThrough() || sequence <= head.purgedThrough()) {
      throw new PersistRejected("Nothing was stored: " + what + " comes too late, since the events up to "
          + head.deletedThrough() + " are deleted.", null);
    }
  }

  /** Deletes events, as far as readers let them go; returns how far. */
  long deleteThrough(long sequence) {
    String what = "the events of " + stream + " up to " + sequence + " were deleted";
    return alone(what, (claim, patience) -> {
      StreamHead head = claim.head();
      if (sequence <= head.deletedThrough()) {
        return head.deletedThrough();
      }
      int covering = (int) head.snapshots().stream().filter(snapshot -> snapshot >= sequence).count();
      if (covering == 0) {
        throw new PersistRejected("Nothing was deleted: no snapshot of " + stream + " at event " + sequence
            + " or later sums up the events that would go. Store one first.", null);
      }
      store.cover(patience);
      Commit commit = new Commit(stream, Commit.NO_EPOCH, head.last(), List.of(), Optional.empty(),
          new Retention.Keep(covering, sequence, Position.END));
      return isStored(commit, patience, what)
          ? committer.read(patience, stream, backend -> StoredHead.of(backend, stream).deletedThrough())
          : null;
    });
  }

  /** Deletes all that is stored. */
  void purge() {
    String what = "the stream " + stream + " was purged";
    alone(what, (claim, patience) -> {
      StreamHead head = claim.head();
      if (head.purgedThrough() == head.last()) {
        return true;
      }
      boolean[] stored = { false };
      store.withdrawals().around(Reason.PURGED, stream, head.last(), patience,
          () -> stored[0] = isStored(new Commit(stream, claim.epoch(), head.last(), List.of(), Optional.empty(),
              new Retention.Purge()), patience, what));
      return stored[0] ? true : null;
    });
  }

  /** Begins the stream in the middle; returns where it stands if it is somewhere else already. */
  long beginAfter(long sequence) {
    String what = "the stream " + stream + " begins after event " + sequence;
    return alone(what, (claim, patience) -> {
      StreamHead head = claim.head();
      if (head.last() > 0) {
        return head.purgedThrough() == sequence ? Math.max(sequence, head.last()) : head.last();
      }
      store.makeKey(stream);
      Commit commit = new Commit(stream, claim.epoch(), sequence, List.of(), Optional.empty(),
          new Retention.Begin(sequence, sequence));
      return isStored(commit, patience, what) ? sequence : null;
    });
  }

  private <T> T alone(String what, Try<T> change) {
    StackRoom.require(); // an author may call, from any depth
    Patience patience = committer.patience();
    StreamWriter writer = store.writers().of(store, stream, found -> found.takeAlone(patience));
    long epoch = 0;
    try {
      while (true) {
        Claim claim = writer.claim(patience);
        epoch = claim.epoch();
        T done = change.under(claim, patience);
        if (done != null) {
          return done;
        }
      }
    } catch (StoreException | KeyException e) {
      throw new PersistFailed("It is not so that " + what + ": " + e.getMessage(), e);
    } finally {
      writer.giveBack(epoch);
    }
  }

  /** False if somebody else was quicker, or nobody can say and it can be done again. */
  private boolean isStored(Commit commit, Patience patience, String what) {
    Outcome outcome;
    try {
      outcome = committer.commit(commit, patience);
    } catch (Throwable thrown) {
      outcome = Outcome.Unknown.after(thrown);
    }
    if (outcome.isStored()) {
      return true;
    }
    if (outcome instanceof Outcome.Answered answered && answered.result() instanceof CommitResult.TooLarge large) {
      throw new PersistRejected("It is not so that " + what + ": " + Location.explain(large) + ".", null);
    }
    if (patience.nanosLeft() > 0 && (outcome instanceof Outcome.Answered || outcome instanceof Outcome.Unknown
        || outcome == Outcome.MOVED)) {
      return false;
    }
    throw outcome instanceof Outcome.Unknown unknown ? new PersistUnknown(what, AGAIN, unknown.cause())
        : new PersistFailed("It is not so that " + what + ": " + outcome.words() + ".", null);
  }
}
