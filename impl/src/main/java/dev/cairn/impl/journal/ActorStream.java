package dev.cairn.impl.journal;

import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.PersistUnknown;
import dev.cairn.impl.codec.ActorCodec;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The stream of one recovered actor, from which it goes on. Used by the actor's thread. */
public final class ActorStream {
  private static final RecordFrame FRAME = new RecordFrame(RecordFrame.MAX_EVENT_BYTES);

  private final Committer committer;
  private final ActorCodec codec;
  private final StreamKey key;
  private final StreamBinding binding;
  private final CommandIds commandIds;
  private long last;
  private @Nullable String death;

  ActorStream(Committer committer, ActorCodec codec, StreamKey key, StreamBinding binding, CommandIds commandIds,
      long last) {
    this.committer = committer;
    this.codec = codec;
    this.key = key;
    this.binding = binding;
    this.commandIds = commandIds;
    this.last = last;
  }

  /** The actor's id. */
  public String id() {
    return key.id();
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
   * Stores events as the next ones, all or none, and returns once they are durable.
   *
   * @throws PersistRejected if one of them cannot be stored
   * @throws PersistFailed if the store did not take them
   * @throws PersistUnknown if nobody can say
   */
  public void append(List<?> events, @Nullable String commandId) {
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
      for (Object event : events) {
        long sequence = last + 1 + records.size();
        records.add(FRAME.write(binding.at(RecordKind.EVENT, sequence), codec.typeId(event), now, commitName, metadata,
            out -> codec.write(event, out)));
      }
    } catch (UnstorableValue e) {
      throw new PersistRejected(name(), e.rule() + ".", e);
    }
    return records;
  }

  private String name() {
    return key.type() + "/" + key.id();
  }
}
