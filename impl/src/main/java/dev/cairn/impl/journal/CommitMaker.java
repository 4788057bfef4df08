package dev.cairn.impl.journal;

import dev.cairn.api.KeyException;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.StoreException;
import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes the commits of one actor: applies what its author persists, and turns events and states into records. Used by
 * the actor's thread.
 *
 * @param <E> the events
 * @param <S> the state
 */
final class CommitMaker<E, S> {
  private static final Retention NEWEST_STATE = new Retention.Keep(1, 0, Position.END);

  private final Committer committer;
  private final StreamRecords records;
  private final StreamKey key;
  private final Class<E> events;
  private final Persistence policy;

  CommitMaker(Committer committer, StreamRecords records, StreamKey key, Class<E> events, Persistence policy) {
    this.committer = committer;
    this.records = records;
    this.key = key;
    this.events = events;
    this.policy = policy;
  }

  /** What apply gets is nobody else's: a sender may go on to use the list that it has put into a command. */
  List<? extends E> ownCopy(List<? extends E> given) {
    try {
      return records.copy(given);
    } catch (UnstorableValue e) {
      throw new PersistRejected(name(), e.rule() + ".", e);
    }
  }

  /** The state after all events. */
  S apply(PersistentActor<?, E, S> actor, S before, List<? extends E> all) {
    S next = before;
    for (E event : all) {
      next = apply(actor, next, event);
    }
    return next;
  }

  private S apply(PersistentActor<?, E, S> actor, S before, E event) {
    if (!events.isInstance(event)) {
      throw new PersistRejected(name(), event == null ? "no event was given."
          : event.getClass().getName() + " is none of the events of " + events.getName() + ".", null);
    }
    S next;
    try {
      next = Objects.requireNonNull(actor.apply(before, event), "apply returned null");
    } catch (Throwable e) {
      throw new PersistRejected(name(), "the actor's apply failed: " + FailureText.of(e) + ".", e);
    }
    try {
      return records.freeze(next);
    } catch (UnstorableValue e) {
      throw new PersistRejected(name(), e.rule() + ".", e);
    }
  }

  /**
   * Makes the commit of events.
   *
   * @param last the sequence of the event before them
   * @param carried what the actor carries before them
   * @throws PersistRejected if they cannot be stored
   * @throws PersistFailed if they cannot be sealed
   */
  Commit commit(List<? extends E> own, Metadata metadata, S next, long epoch, long last, Carried carried) {
    CommitName name = committer.nextName();
    long after = last + own.size();
    try {
      List<byte[]> stored = records.events(own, last, name, metadata);
      return switch (policy) {
        case Persistence.Full full -> Commit.append(key, epoch, last, stored);
        case Persistence.Light light -> new Commit(key, epoch, last, stored,
            Optional.of(records.snapshot(next, after, name, carried.after(metadata, after))), NEWEST_STATE);
        case Persistence.StateOnly only -> new Commit(key, epoch, last, stored,
            Optional.of(records.snapshot(next, after, name, carried.after(metadata, after))),
            new Retention.Keep(1, after, Position.END));
      };
    } catch (UnstorableValue e) {
      throw new PersistRejected(name(), e.rule() + ".", e);
    } catch (KeyException | StoreException e) {
      throw new PersistFailed(name(), "it cannot be sealed: " + e.getMessage(), e);
    } catch (Error e) { // no memory for its bytes, for one
      throw new PersistRejected(name(), "its bytes could not be made.", e);
    }
  }

  /**
   * Makes the commit of a snapshot.
   *
   * @param stored how many snapshots the stream has
   */
  Commit snapshot(Persistence.Full full, S state, long epoch, long last, Carried carried, int stored) {
    Snapshot snapshot = records.snapshot(state, last, committer.nextName(), carried);
    boolean hasFallback = stored + 1 >= full.keepSnapshots();
    long deleteThrough = full.compactOnSnapshot() && hasFallback ? last : 0;
    return new Commit(key, epoch, last, List.of(), Optional.of(snapshot),
        new Retention.Keep(full.keepSnapshots(), deleteThrough, Position.END));
  }

  /**
   * Makes the commit that stores the same state once more, since what the actor carries beside it has changed.
   *
   * @param stored how many snapshots the stream has of earlier events
   * @throws PersistFailed if it cannot be made
   */
  Commit again(S state, long epoch, long last, Carried carried, int stored) {
    try {
      if (policy instanceof Persistence.Full full) {
        return snapshot(full, state, epoch, last, carried, stored);
      }
      Snapshot snapshot = records.snapshot(state, last, committer.nextName(), carried);
      return new Commit(key, epoch, last, List.of(), Optional.of(snapshot), NEWEST_STATE);
    } catch (UnstorableValue e) {
      throw new PersistFailed(name(), "its state could not be stored: " + e.rule() + ".", e);
    } catch (KeyException | StoreException e) {
      throw new PersistFailed(name(), "it cannot be sealed: " + e.getMessage(), e);
    }
  }

  private String name() {
    return key.toString();
  }
}
