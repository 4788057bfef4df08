package dev.cairn.impl.journal;

import dev.cairn.api.KeyException;
import dev.cairn.api.NewEvent;
import dev.cairn.api.PersistException;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.StoreException;
import dev.cairn.api.StreamType;
import dev.cairn.api.bind.ActorTypeLookup;
import dev.cairn.impl.codec.Role;
import dev.cairn.impl.codec.StreamCodec;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.commit.StackRoom;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One stream as somebody writes it who has no actor for it. Any thread may call.
 *
 * @param <E> the events
 */
public final class DirectStream<E> {
  private final Store store;
  private final StreamType<E, ?> type;
  private final StreamKey stream;
  private final RecordMaker maker;
  private final StreamChanges changes;

  DirectStream(Store store, StreamType<E, ?> type, StreamKey stream, RecordMaker maker) {
    this.store = store;
    this.type = type;
    this.stream = stream;
    this.maker = maker;
    this.changes = new StreamChanges(store, stream);
  }

  /** Appends events at the end of the stream. */
  public CompletableFuture<Long> append(List<? extends NewEvent<? extends E>> events) {
    return append(Append.AT_END, events);
  }

  /** Appends events after the last sequence that the caller expects; fails the answer where they are not stored. */
  public CompletableFuture<Long> append(long expected, List<? extends NewEvent<? extends E>> events) {
    StackRoom.requireInCall(); // an author may call, from any depth
    try {
      StreamCodec codec = codec(Role.EVENT, values(events));
      Append append = new Append(stream, maker, codec, events, expected);
      store.writers().of(store, stream, writer -> writer.append(append));
      return append.answer();
    } catch (PersistException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static List<Object> values(List<? extends NewEvent<?>> events) {
    List<Object> values = new ArrayList<>(events.size());
    for (NewEvent<?> event : events) {
      values.add(event.value());
    }
    return values;
  }

  /** The sequence of the newest event that was ever stored. */
  public long lastSequence() {
    return store.committer().read(stream, backend -> StoredHead.of(backend, stream).last());
  }

  /** Stores a snapshot, and keeps so many of the newest ones. */
  public void putSnapshot(long sequence, Object state, int keep) {
    StreamCodec codec = codec(Role.STATE, List.of(state));
    changes.putSnapshot(sequence, keep, at -> {
      try {
        return maker.snapshot(codec, state, at, store.committer().nextName(), Metadata.NONE,
            out -> codec.write(state, out));
      } catch (UnstorableValue e) {
        throw new PersistRejected(
            "The snapshot of " + stream + " at event " + at + " was not stored: " + e.rule() + ".",
            e);
      }
    });
  }

  /** Deletes events up to a sequence, as far as readers let them go; returns how far. */
  public long deleteThrough(long sequence) {
    return changes.deleteThrough(sequence);
  }

  /** Deletes all that is stored. */
  public void purge() {
    changes.purge();
  }

  /** Begins the stream in the middle; returns where it ends, which is elsewhere if it has held something before. */
  public long beginAfter(long sequence) {
    return changes.beginAfter(sequence);
  }

  /** The codec of values, which knows their types. */
  private StreamCodec codec(Role role, List<?> values) {
    Patience patience = store.committer().patience();
    try {
      var records = ActorTypeLookup.recordsOf(type);
      if (records.isEmpty()) {
        return store.codecOfBytes(type.name(), role, values, patience);
      }
      Class<?> allowed = role == Role.EVENT ? records.get().events() : records.get().state();
      for (Object value : values) {
        if (!allowed.isInstance(value)) {
          throw new PersistRejected(stream.toString(),
              value.getClass().getName() + " is none of the " + role.word() + "s of " + allowed.getName() + ".", null);
        }
      }
      return store.codec(records.get(), patience);
    } catch (UnstorableValue e) {
      throw new PersistRejected(stream.toString(), e.rule() + ".", e);
    } catch (StoreException | KeyException e) {
      throw new PersistFailed(stream.toString(), "its types could not be recorded: " + e.getMessage(), e);
    }
  }
}
