package dev.cairn.impl.journal;

import dev.cairn.api.KeyException;
import dev.cairn.api.NewEvent;
import dev.cairn.api.PersistException;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.StoreException;
import dev.cairn.impl.codec.StreamCodec;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.commit.HandedInCommit;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.impl.commit.StackRoom;
import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.spi.Commit;
import dev.cairn.spi.StreamKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Events that somebody appends to a stream as one. Used under the lock of its {@link StreamWriter}. */
final class Append {
  /** Expected by an append that goes to the end of the stream, wherever that is. */
  static final long AT_END = -1;

  private final StreamKey stream;
  private final RecordMaker maker;
  private final StreamCodec codec;
  private final List<? extends NewEvent<?>> events;
  private final long expected;
  private final long since = System.nanoTime();
  private final CompletableFuture<Long> answer = new CompletableFuture<>();
  private @Nullable Commit commit;
  private @Nullable HandedInCommit handedIn;
  private @Nullable Outcome lost;

  Append(StreamKey stream, RecordMaker maker, StreamCodec codec, List<? extends NewEvent<?>> events, long expected) {
    this.stream = stream;
    this.maker = maker;
    this.codec = codec;
    this.events = events;
    this.expected = expected;
  }

  CompletableFuture<Long> answer() {
    return answer;
  }

  boolean isAtEnd() { return expected == AT_END; }

  long expected() {
    return expected;
  }

  /** The sequence of its last event, if it is stored where it expects. */
  long lastAfter() {
    return expected + events.size();
  }

  long since() {
    return since;
  }

  /** The newest try to store it. */
  Commit commit() {
    if (commit == null) {
      throw new IllegalStateException("The append to " + stream + " was not handed in.");
    }
    return commit;
  }

  /** The id of the command that a repeat of this append is known by. */
  @Nullable
  String commandId() {
    return events.getFirst().commandId().orElse(null);
  }

  /**
   * Makes the commit that stores the events after a sequence.
   *
   * @throws PersistRejected if one of them cannot be stored
   * @throws PersistFailed if they cannot be sealed
   */
  void make(Committer committer, long epoch, long after) {
    try {
      commit = Commit.append(stream, epoch, after, records(committer.nextName(), after));
    } catch (UnstorableValue e) {
      throw new PersistRejected(stream.toString(), e.rule() + ".", e);
    } catch (KeyException | StoreException e) {
      throw new PersistFailed(stream.toString(), "it cannot be sealed: " + e.getMessage(), e);
    } catch (Error e) { // no memory for its bytes, for one
      throw new PersistRejected(stream.toString(), "its bytes could not be made.", e);
    }
  }

  private List<byte[]> records(CommitName name, long after) {
    long now = maker.begin();
    List<byte[]> records = new ArrayList<>(events.size());
    for (NewEvent<?> event : events) {
      Metadata metadata = Metadata.of(event.commandId().orElse(null), event.correlationId().orElse(null), null,
          event.metadata());
      records.add(maker.event(codec, event.value(), after + 1 + records.size(),
          event.time().map(Instant::toEpochMilli).orElse(now), name, metadata));
    }
    return records;
  }

  /** Hands the commit in. If that fails, it may be stored or not. */
  void handIn(Committer committer, Runnable listener) {
    lost = null;
    handedIn = null;
    try {
      handedIn = committer.handIn(commit(), listener, committer.patienceNanos() - (System.nanoTime() - since));
    } catch (Throwable thrown) {
      lost = Outcome.Unknown.after(thrown);
    }
  }

  /** What became of the commit; null while it is under way. */
  @Nullable
  Outcome outcome(Committer committer) {
    return handedIn == null ? lost : committer.outcome(handedIn);
  }

  /** Tells its author, on a stack that is almost empty. */
  void stored() {
    StackRoom.beginCall(); // he may append again at once
    answer.complete(commit().lastAfter());
  }

  void fail(RuntimeException why) {
    answer.completeExceptionally(why);
  }

  void failed(String why, @Nullable Throwable cause) {
    PersistException failure = new PersistFailed(stream.toString(), why, cause);
    answer.completeExceptionally(failure);
  }
}
