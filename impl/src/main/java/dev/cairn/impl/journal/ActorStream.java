package dev.cairn.impl.journal;

import dev.cairn.api.KeyException;
import dev.cairn.api.PersistException;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.PersistUnknown;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.StoreException;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.Withdrawal.Reason;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.commit.StackRoom;
import dev.cairn.impl.observe.StoreObserver;
import dev.cairn.impl.record.Metadata;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Retention;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The committed life of one recovered actor: its state and the stream behind it. The state of a pipelined actor runs
 * ahead of what is durable, see {@link Pipeline}. Used by the actor's thread.
 *
 * @param <E> the events
 * @param <S> the state
 */
public final class ActorStream<E, S> {
  private final Committer committer;
  private final StoreObserver observer;
  private final Withdrawals withdrawals;
  private final Persistence policy;
  private final StreamKey key;
  private final StreamRecords records;
  private final CommitMaker<E, S> maker;
  private final @Nullable Pipeline pipeline;
  private final StateDigest digest;
  private final ClaimWatch watch;
  private final StoredSnapshots snapshots;
  private Carried carried;
  private S state;
  private long epoch;
  private long last;
  private long calledAt = System.nanoTime();
  private @Nullable String death;

  /**
   * A stream as it was recovered. If its actor is pipelined, {@code signal} asks it to call {@link #settle}.
   */
  ActorStream(LocationServices services, Withdrawals withdrawals, StreamRecords records, Class<E> events,
      Persistence policy, RecoveredStream<S> recovered, ClaimWatch watch, Runnable signal) {
    this.records = records;
    this.committer = services.committer();
    this.observer = services.observer();
    this.withdrawals = withdrawals;
    this.policy = policy;
    this.key = recovered.stream();
    this.maker = new CommitMaker<>(committer, records, key, events, policy);
    this.pipeline = policy.isPipelined() ? new Pipeline(committer, key, new Settling(), signal) : null;
    this.carried = recovered.carried();
    this.state = recovered.state();
    this.epoch = recovered.epoch();
    this.watch = watch;
    this.last = recovered.last();
    this.snapshots = new StoredSnapshots(recovered.snapshotAt(), recovered.snapshots());
    this.digest = new StateDigest(records, policy);
    digest.take(recovered.state());
  }

  private final class Settling implements Pipeline.Owner {
    @Override
    public void stored(Commit commit, long by, long since) {
      epoch = by;
      if (NotStored.isSnapshot(commit)) {
        snapshotStored(commit, since);
      } else {
        observer.persisted(key, commit.lastAfter(), commit.events().size(), since);
      }
    }

    @Override
    public void lost(Commit commit, PersistException why, @Nullable String reason, long since) {
      if (NotStored.isSnapshot(commit)) {
        observer.snapshotFailed(key, commit.expectedLast(), why, since);
      }
      death = reason != null ? reason : death;
    }
  }

  /** Called before the author's code is, at a {@link System#nanoTime}, on a stack that is almost empty. */
  public void beginCall(long now) {
    calledAt = now;
    if (pipeline != null) {
      pipeline.beginCall();
    }
  }

  /**
   * Called after the author's code has handled a command.
   *
   * @throws IllegalStateException if states are looked at, and this one was changed; the stream is dead then
   */
  public void requireUnchangedState() {
    if (digest.isChangedByCommand(state)) {
      death = NotStored.CHANGED;
      throw new IllegalStateException("The actor " + name() + ": " + NotStored.CHANGED);
    }
  }

  /** The state after the newest event. */
  public S state() {
    return state;
  }

  /** The epoch of its claim. */
  public long epoch() { return epoch; }

  /** The sequence of the newest event. */
  public long last() {
    return last;
  }

  /** True once memory and store may differ: nothing more is appended, and the actor must be recovered. */
  public boolean isDead() {
    return death != null;
  }

  /**
   * Whether memory still tells what is stored. Where others may have written meanwhile, the stream is dead. Waits where
   * the location is not open; throws {@link StoreUnavailable} if it does not open in time. Looks in any case if wanted.
   */
  public boolean isCurrent(boolean looks) {
    if (watch.isOvertaken(epoch, pipeline == null ? last : pipeline.lastDurable(last), looks)) {
      death = NotStored.OVERTAKEN;
    }
    return death == null;
  }

  /** Where the events of a command end, if it was executed before. */
  public OptionalLong doneAt(String commandId) {
    return carried.commandIds().sequenceOf(commandId);
  }

  /**
   * Applies events and stores them as the next ones, all or none; once they are durable, returns the state after
   * them. An empty list stores nothing.
   *
   * @param actor applies them
   * @throws PersistRejected if one of them is rejected by the actor or cannot be stored
   * @throws PersistFailed if the store did not take them
   * @throws PersistUnknown if nobody can say
   */
  public S persist(PersistentActor<?, E, S> actor, List<? extends E> events, Metadata metadata) {
    if (events.isEmpty()) {
      return state;
    }
    long since = System.nanoTime();
    if (detectChange()) {
      throw new PersistRejected(name(), NotStored.CHANGED, null);
    }
    List<? extends E> own = maker.ownCopy(events);
    S next = maker.apply(actor, state, own);
    requireLife();
    StackRoom.requireAfter(since - calledAt);
    LongFunction<Commit> making = by -> maker.commit(own, metadata, next, by, last, carried);
    if (pipeline == null) {
      store(making, null);
    } else {
      handIn(pipeline, making, since);
    }
    advance(next, metadata);
    if (pipeline == null) {
      observer.persisted(key, last, events.size(), since);
    }
    if (policy instanceof Persistence.Full full && snapshots.isDue(full, last)) {
      snapshotInTurn(full);
    }
    return next;
  }

  /** A pipelined actor goes on while its snapshot is stored: the snapshot comes after its events in the same list. */
  private void snapshotInTurn(Persistence.Full full) {
    if (pipeline == null) {
      if (!snapshot()) {
        snapshots.postpone(full, last);
      }
      return;
    }
    snapshots.postpone(full, last);
    long since = System.nanoTime();
    try {
      LongFunction<Commit> making =
          by -> maker.snapshot(full, state, by, last, carried, snapshots.before(last));
      pipeline.handIn(making.apply(epoch), making, since);
    } catch (Throwable e) { // whatever it is, the events are handed in
      observer.snapshotFailed(key, last, e, since);
    }
  }

  private void handIn(Pipeline under, LongFunction<Commit> making, long since) {
    Commit commit = making.apply(epoch);
    under.awaitRoom();
    death = NotStored.UNKNOWN;
    try {
      under.handIn(commit, making, since);
    } catch (Throwable thrown) {
      throw new PersistUnknown(name(), last + 1, thrown);
    }
    last = commit.lastAfter();
  }

  /** Whether the actor goes on while its events are stored. */
  public boolean isPipelined() { return pipeline != null; }

  /**
   * Keeps an answer of the current command until everything that its handler has seen and stored is durable; false if
   * it may leave at once.
   */
  public boolean hold(HeldAnswer answer) {
    return pipeline != null && pipeline.hold(answer);
  }

  /** Keeps an answer until an event is durable; false if it may leave at once. */
  public boolean hold(HeldAnswer answer, long sequence) {
    return pipeline != null && pipeline.hold(answer, sequence);
  }

  /** Settles what the store has answered. Whether this stream is dead may have changed. */
  public void settle() {
    if (pipeline != null) {
      pipeline.settle();
    }
  }

  /**
   * Waits until all events are durable.
   *
   * @throws PersistException if one is not stored; it is the outcome of the current command
   */
  public void awaitDurable() {
    if (pipeline != null) {
      pipeline.awaitDurable();
    }
  }

  /** Why this stream is dead. */
  public PersistException failure() {
    PersistException first = pipeline == null ? null : pipeline.failure();
    return first != null ? first : new PersistFailed(name(), String.valueOf(death), null);
  }

  /** Waits until every commit is settled, whatever became of it. */
  public void drain() {
    if (pipeline != null) {
      pipeline.drain();
    }
  }

  /**
   * Stores a snapshot of the state, where the policy takes any and there is something new to hold.
   *
   * @return false if that failed, which was reported; nothing is lost by it
   */
  public boolean snapshot() {
    if (!(policy instanceof Persistence.Full full) || snapshots.cover(last)) {
      return true;
    }
    long since = System.nanoTime();
    try {
      awaitDurable();
      requireLife();
      if (detectChange()) {
        throw new IllegalStateException(NotStored.CHANGED);
      }
      StackRoom.requireAfter(since - calledAt);
      Commit commit =
          store(by -> maker.snapshot(full, state, by, last, carried, snapshots.before(last)), null);
      death = null;
      snapshotStored(commit, since);
      return true;
    } catch (Throwable e) { // whatever it is, the events are stored
      observer.snapshotFailed(key, last, e, since);
      return false;
    }
  }

  private void snapshotStored(Commit commit, long since) {
    snapshots.stored(commit);
    long bytes = commit.snapshot().orElseThrow().record().length;
    observer.snapshotStored(key, commit.expectedLast(), bytes, since);
  }

  /**
   * Deletes all events, snapshots and command ids. The state is the initial one again, and the numbering goes on.
   *
   * @throws PersistFailed if the store did not do it
   * @throws PersistUnknown if nobody can say
   */
  public S purge(PersistentActor<?, E, S> actor) {
    awaitDurable();
    S initial = records.freeze(Objects.requireNonNull(actor.initialState(), "Its initialState returned null."));
    if (last > 0) {
      requireLife();
      StackRoom.require();
      purge();
    }
    carried = new Carried();
    state = initial;
    digest.take(initial);
    snapshots.purged(last);
    death = null;
    return initial;
  }

  private void purge() {
    Patience patience = committer.patience();
    try {
      withdrawals.around(Reason.PURGED, key, last, patience,
          () -> store(by -> new Commit(key, by, last, List.of(), Optional.empty(), new Retention.Purge()), patience));
    } catch (StoreException | KeyException e) {
      throw new PersistFailed(name(), "nothing was purged: " + e.getMessage(), e);
    }
  }

  /** The pending durable timers. */
  public ActorTimers timers() {
    return new ActorTimers(records, () -> carried.timers());
  }

  /** Stores that a durable timer has ended, where no event tells it: in a snapshot of the same state. */
  public void endTimer(String name) {
    long since = System.nanoTime();
    awaitDurable();
    requireLife();
    if (detectChange()) {
      throw new PersistFailed(name(), NotStored.CHANGED, null);
    }
    StackRoom.requireAfter(since - calledAt);
    Carried without = carried.without(name);
    Commit commit = store(by -> maker.again(state, by, last, without, snapshots.before(last)), null);
    carried = without;
    death = null;
    snapshotStored(commit, since);
  }

  /** Called when the actor comes to rest: what no snapshot holds yet gets one. */
  public void rest() {
    if (death == null) {
      snapshot();
    }
  }

  /** Whether somebody has changed the state since it was made. The stream is dead then. */
  private boolean detectChange() {
    boolean changed = digest.isChanged(state);
    death = changed ? NotStored.CHANGED : death;
    return changed;
  }

  /** The last step of a persist. Whatever is thrown up to here leaves this stream dead. */
  private void advance(S next, Metadata metadata) {
    state = next;
    digest.takePersisted(next);
    carried.add(metadata, last);
    death = null;
  }

  /** Stores a commit. The stream is dead from when it is handed in until memory agrees, which the caller says. */
  private Commit store(LongFunction<Commit> making, @Nullable Patience patience) {
    Commit commit = making.apply(epoch);
    death = NotStored.UNKNOWN;
    Outcome outcome = new CommitDoor(committer).store(commit, making, patience);
    if (!outcome.isStored()) {
      NotStored lost = NotStored.of(commit, outcome);
      death = lost.death();
      throw lost.failure();
    }
    epoch = ((Outcome.Answered) outcome).epoch();
    last = commit.lastAfter();
    return commit;
  }

  private void requireLife() {
    if (death != null) {
      throw new PersistFailed(name(), death, null);
    }
  }

  private String name() {
    return key.toString();
  }
}
