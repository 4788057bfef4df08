package dev.cairn.impl.journal;

import dev.cairn.api.KeyException;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.PersistUnknown;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.StoreException;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.commit.StackRoom;
import dev.cairn.impl.observe.StoreObserver;
import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The committed life of one recovered actor: its state and the stream behind it. Used by the actor's thread.
 *
 * @param <E> the events
 * @param <S> the state
 */
public final class ActorStream<E, S> {
  private static final Retention NEWEST_STATE = new Retention.Keep(1, 0, Position.END);

  private static final String CHANGED =
      "somebody has changed the state that its handlers were given, so it is not what "
          + "the events give any more. The actor recovers before it takes another command. "
          + "Only apply makes states; let it "
          + "return a new one.";

  private static final String UNKNOWN = "whether an earlier event was stored is unknown.";
  private static final String OVERTAKEN =
      "the store was opened again meanwhile, and others may have written before that.";

  private final Committer committer;
  private final StoreObserver observer;
  private final Withdrawals withdrawals;
  private final Class<E> events;
  private final Persistence policy;
  private final StreamKey key;
  private final StreamRecords records;
  private CommandIds commandIds;
  private S state;
  private long epoch;
  private long last;
  private long snapshotAt;
  private long nextSnapshotAt;
  private int snapshots;
  private long calledAt = System.nanoTime();
  private @Nullable String death;
  private @Nullable Long digest;

  ActorStream(LocationServices services, Withdrawals withdrawals, StreamRecords records, Class<E> events,
      Persistence policy, RecoveredStream<S> recovered) {
    this.records = records;
    this.committer = services.committer();
    this.observer = services.observer();
    this.withdrawals = withdrawals;
    this.events = events;
    this.policy = policy;
    this.key = recovered.stream();
    this.commandIds = recovered.commandIds();
    this.state = recovered.state();
    this.epoch = recovered.epoch();
    this.last = recovered.last();
    this.snapshotAt = recovered.snapshotAt();
    this.snapshots = recovered.snapshots();
    this.digest = digest(recovered.state());
  }

  /** Called before the author's code is, on a stack that is almost empty. */
  public void beginCall() {
    calledAt = System.nanoTime();
  }

  /**
   * Called after the author's code has handled a command.
   *
   * @throws IllegalStateException if states are looked at, and this one was changed; the stream is dead then
   */
  public void requireUnchangedState() {
    if (digest != null && records.digests(false) && detectChange()) {
      throw new IllegalStateException("The actor " + name() + ": " + CHANGED);
    }
  }

  /** The actor's id. */
  public String id() {
    return key.id();
  }

  /** The state after the newest event. */
  public S state() {
    return state;
  }

  /** The sequence of the newest event. */
  public long last() {
    return last;
  }

  /** True once memory and store may differ: nothing more is appended, and the actor must be recovered. */
  public boolean isDead() {
    return death != null;
  }

  /**
   * Looks whether memory still tells what is stored; it does not where others may have written meanwhile, and the
   * stream is dead then. Waits where the location is not open.
   *
   * @throws StoreUnavailable if nobody can say, because the location does not open in time
   */
  public boolean isCurrent() {
    if (!committer.isAloneSince(epoch)) {
      death = OVERTAKEN;
    }
    return death == null;
  }

  /** Where the events of a command end, if it was executed before. */
  public OptionalLong doneAt(String commandId) {
    return commandIds.sequenceOf(commandId);
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
    if (digest != null && detectChange()) {
      throw new PersistRejected(name(), CHANGED, null);
    }
    List<? extends E> own = ownCopy(events);
    S next = state;
    for (E event : own) {
      next = apply(actor, next, event);
    }
    requireLife();
    StackRoom.requireAfter(since - calledAt);
    Commit commit = commit(own, metadata, next);
    store(commit);
    advance(next, metadata.commandId().orElse(null));
    observer.persisted(key, last, events.size(), since);
    if (policy instanceof Persistence.Full full && last >= Math.max(snapshotAt + full.snapshotEvery(), nextSnapshotAt)
        && !snapshot()) {
      nextSnapshotAt = last + full.snapshotEvery();
    }
    return next;
  }

  /**
   * Stores a snapshot of the state, where the policy takes any and there is something new to hold.
   *
   * @return false if that failed, which was reported; nothing is lost by it
   */
  public boolean snapshot() {
    if (!(policy instanceof Persistence.Full full) || last == snapshotAt) {
      return true;
    }
    long since = System.nanoTime();
    try {
      requireLife();
      if (digest != null && detectChange()) {
        throw new IllegalStateException(CHANGED);
      }
      StackRoom.requireAfter(since - calledAt);
      Snapshot snapshot = records.snapshot(state, last, committer.nextName(), commandIds);
      int kept = Math.min(full.keepSnapshots(), snapshots + 1);
      boolean compact = full.compactOnSnapshot() && kept == full.keepSnapshots(); // not while a fallback is missing
      Retention retention = new Retention.Keep(full.keepSnapshots(), compact ? last : 0, Position.END);
      store(new Commit(key, epoch, last, List.of(), Optional.of(snapshot), retention));
      snapshotAt = last;
      snapshots = kept;
      death = null;
      observer.snapshotStored(key, last, snapshot.record().length, since);
      return true;
    } catch (Throwable e) { // whatever it is, the events are stored
      observer.snapshotFailed(key, last, e, since);
      return false;
    }
  }

  /**
   * Deletes all events, snapshots and command ids. The state is the initial one again, and the numbering goes on.
   *
   * @throws PersistFailed if the store did not do it
   * @throws PersistUnknown if nobody can say
   */
  public S purge(PersistentActor<?, E, S> actor) {
    S initial = records.freeze(Objects.requireNonNull(actor.initialState(), "Its initialState returned null."));
    if (last > 0) {
      requireLife();
      StackRoom.require();
      purge();
    }
    commandIds = new CommandIds();
    state = initial;
    digest = digest(initial);
    snapshotAt = last;
    snapshots = 0;
    death = null;
    return initial;
  }

  private void purge() {
    Patience patience = committer.patience();
    try {
      withdrawals.around(key, last, patience,
          () -> store(new Commit(key, epoch, last, List.of(), Optional.empty(), new Retention.Purge()), patience));
    } catch (StoreException | KeyException e) {
      throw new PersistFailed(name(), "nothing was purged: " + e.getMessage(), e);
    }
  }

  /** Called when the actor comes to rest: what no snapshot holds yet gets one. */
  public void rest() {
    if (death == null) {
      snapshot();
    }
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

  /** What apply gets is nobody else's: a sender may go on to use the list that it has put into a command. */
  private List<? extends E> ownCopy(List<? extends E> given) {
    try {
      return records.copy(given);
    } catch (UnstorableValue e) {
      throw new PersistRejected(name(), e.rule() + ".", e);
    }
  }

  /** Tells a state from what it becomes if somebody changes it; null where nobody asks. */
  private @Nullable Long digest(S made) {
    return records.digests(storesStates()) ? records.digest(made) : null;
  }

  /** Whether somebody has changed the state since it was made. The stream is dead then. */
  private boolean detectChange() {
    Long now = records.digest(state);
    if (now == null || now.equals(digest) || !now.equals(records.digest(state))) { // some codecs never repeat
      return false;
    }
    death = CHANGED;
    return true;
  }

  private boolean storesStates() {
    return !(policy instanceof Persistence.Full);
  }

  private Commit commit(List<? extends E> events, Metadata metadata, S next) {
    CommitName name = committer.nextName();
    long after = last + events.size();
    try {
      List<byte[]> stored = records.events(events, last, name, metadata);
      return switch (policy) {
        case Persistence.Full full -> Commit.append(key, epoch, last, stored);
        case Persistence.Light light -> new Commit(key, epoch, last, stored,
            Optional.of(records.snapshot(next, after, name, idsWith(metadata, after))), NEWEST_STATE);
        case Persistence.StateOnly only -> new Commit(key, epoch, last, stored,
            Optional.of(records.snapshot(next, after, name, idsWith(metadata, after))),
            new Retention.Keep(1, after, Position.END));
      };
    } catch (UnstorableValue e) {
      throw new PersistRejected(name(), e.rule() + ".", e);
    } catch (KeyException | StoreUnavailable e) {
      throw new PersistFailed(name(), "it cannot be sealed: " + e.getMessage(), e);
    } catch (Error e) { // no memory for its bytes, for one
      throw new PersistRejected(name(), "its bytes could not be made.", e);
    }
  }

  private CommandIds idsWith(Metadata metadata, long after) {
    return metadata.commandId().map(id -> commandIds.with(id, after)).orElse(commandIds);
  }

  /** The last step of a persist. Whatever is thrown up to here leaves this stream dead. */
  private void advance(S next, @Nullable String commandId) {
    state = next;
    digest = storesStates() ? records.lastDigest() : digest(next);
    if (commandId != null) {
      commandIds.add(commandId, last);
    }
    death = null;
  }

  /** Stores a commit. The stream is dead from when it is handed in until memory agrees, which the caller says. */
  private void store(Commit commit) {
    store(commit, null);
  }

  private void store(Commit commit, @Nullable Patience patience) {
    death = UNKNOWN;
    switch (outcome(commit, patience)) {
      case Outcome.Answered answered -> settle(answered, commit);
      case Outcome.Refused refused -> {
        death = null;
        throw new PersistFailed(name(), "the store did not take it: " + refused.why(), null);
      }
      case Outcome.Absent absent ->
          throw die("the store failed, and after it was opened again the event was not there.", absent.cause());
      case Outcome.Unknown unknown -> {
        if (commit.events().isEmpty() && commit.snapshot().isPresent()) {
          death = null;
        }
        throw new PersistUnknown(name(), last + 1, unknown.cause());
      }
    }
  }

  private Outcome outcome(Commit commit, @Nullable Patience patience) {
    try {
      return patience == null ? committer.commit(commit) : committer.commit(commit, patience);
    } catch (Throwable thrown) {
      throw new PersistUnknown(name(), last + 1,
          new StoreUnavailable("an error of this process came before its answer", thrown));
    }
  }

  private void settle(Outcome.Answered answered, Commit commit) {
    switch (answered.result()) {
      case CommitResult.Stored stored -> {
        epoch = answered.epoch();
        last = commit.lastAfter();
      }
      case CommitResult.TooLarge large -> {
        death = null;
        throw new PersistRejected(name(), Location.explain(large) + ".", null);
      }
      case CommitResult.Conflict conflict -> throw die("somebody else has written to this stream: its last event is "
          + conflict.actualLast() + ", not " + last + ". The actor recovers before it takes another command.", null);
      case CommitResult.Fenced fenced -> throw die(Location.explain(fenced) + ".", null);
    }
  }

  private void requireLife() {
    if (death != null) {
      throw new PersistFailed(name(), death, null);
    }
  }

  private PersistFailed die(String why, @Nullable Throwable cause) {
    death = why;
    return new PersistFailed(name(), why, cause);
  }

  private String name() {
    return key.toString();
  }
}
