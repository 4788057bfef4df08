package dev.cairn.impl.journal;

import dev.cairn.api.KeyException;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.PersistUnknown;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.codec.ActorCodec;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The committed life of one recovered actor: its state and the stream behind it. Used by the actor's thread.
 *
 * @param <E> the events
 * @param <S> the state
 */
public final class ActorStream<E, S> {
  private final Store store;
  private final Committer committer;
  private final Class<E> events;
  private final ActorCodec codec;
  private final StreamKey key;
  private final StreamBinding binding;
  private final CommandIds commandIds;
  private S state;
  private long last;
  private @Nullable String death;

  ActorStream(Store store, Class<E> events, ActorCodec codec, StreamKey key, StreamBinding binding,
      CommandIds commandIds, S state, long last) {
    this.store = store;
    this.committer = store.committer();
    this.events = events;
    this.codec = codec;
    this.key = key;
    this.binding = binding;
    this.commandIds = commandIds;
    this.state = state;
    this.last = last;
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
  public boolean dead() {
    return death != null;
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
  public S persist(PersistentActor<?, E, S> actor, List<? extends E> events, @Nullable String commandId) {
    if (events.isEmpty()) {
      return state;
    }
    S next = state;
    for (E event : events) {
      next = applied(actor, next, event);
    }
    append(events, commandId);
    state = next;
    return next;
  }

  private S applied(PersistentActor<?, E, S> actor, S before, E event) {
    if (!events.isInstance(event)) {
      throw new PersistRejected(name(), (event == null ? "null" : event.getClass().getName())
          + " is none of the events of " + events.getName() + ".", null);
    }
    try {
      return Objects.requireNonNull(actor.apply(before, event), "apply returned null");
    } catch (RuntimeException | StackOverflowError e) {
      throw new PersistRejected(name(), "the actor's apply threw " + e + ".", e);
    }
  }

  private void append(List<? extends E> events, @Nullable String commandId) {
    if (death != null) {
      throw new PersistFailed(name(), death, null);
    }
    Commit commit = Commit.append(key, committer.generation(), last, records(events, commandId));
    switch (committer.commit(commit)) {
      case Outcome.Answered answered -> settle(answered.result(), commit, commandId);
      case Outcome.Refused refused ->
          throw new PersistFailed(name(), "the store takes nothing more: " + refused.why(), null);
      case Outcome.Unknown unknown -> {
        death = "whether an earlier event was stored is unknown.";
        throw new PersistUnknown(name(), last + 1, unknown.cause());
      }
    }
  }

  private void settle(CommitResult result, Commit commit, @Nullable String commandId) {
    switch (result) {
      case CommitResult.Stored stored -> {
        last = commit.lastAfter();
        if (commandId != null) {
          commandIds.add(commandId, last);
        }
      }
      case CommitResult.TooLarge large ->
          throw new PersistRejected(name(),
              "its record of " + large.recordBytes() + " bytes is larger than the store takes.", null);
      case CommitResult.Conflict conflict -> throw lost("somebody else has written to this stream: its last event is "
          + conflict.actualLast() + ", not " + last + ". The actor recovers before it takes another command.");
      case CommitResult.Fenced fenced ->
          throw lost("a newer opening of the store (" + fenced.epoch() + ") has taken over.");
    }
  }

  private PersistFailed lost(String why) {
    death = why;
    return new PersistFailed(name(), why, null);
  }

  private List<byte[]> records(List<?> events, @Nullable String commandId) {
    long now = System.currentTimeMillis();
    CommitName commitName = committer.nextName();
    Metadata metadata = commandId == null ? Metadata.NONE : Metadata.ofCommand(commandId);
    List<byte[]> records = new ArrayList<>(events.size());
    try {
      store.followPrimary();
      for (Object event : events) {
        long sequence = last + 1 + records.size();
        records.add(
            store.events().write(binding.at(RecordKind.EVENT, sequence), codec.typeId(event), now, commitName, metadata,
                out -> codec.write(event, out)));
      }
    } catch (UnstorableValue e) {
      throw new PersistRejected(name(), e.rule() + ".", e);
    } catch (KeyException | StoreUnavailable e) {
      throw new PersistFailed(name(), "it cannot be sealed: " + e.getMessage(), e);
    }
    return records;
  }

  private String name() {
    return key.type() + "/" + key.id();
  }
}
