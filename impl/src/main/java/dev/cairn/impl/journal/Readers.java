package dev.cairn.impl.journal;

import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The registered readers of one store's log. Each has a stream of its own, type {@code _reader}, which keeps its newest
 * place and no event. What a reader has not read is held from the moment before its first place is stored until it is
 * dropped. Any thread may call; one reader's place is changed by one thread at a time.
 */
public final class Readers {
  private static final String TYPE = "_reader";

  /**
   * One of them.
   *
   * @param name its name
   * @param place how far it has come
   * @param time when that was stored
   */
  public record Reader(String name, ReaderPlace place, Instant time) {}

  private final Store store;
  private final Holding holding;

  Readers(Store store, Holding holding) {
    this.store = store;
    this.holding = holding;
  }

  /** The stream of a reader. */
  public StreamKey stream(String reader) {
    return new StreamKey(store.name(), TYPE, reader);
  }

  /** Holds what the stored readers have not read. Called before anything of the store can be deleted. */
  void hold() {
    all().forEach(reader -> holding.hold(store.name(), reader.name(), reader.place().releases()));
  }

  /** All of them, in the order of their names. */
  public List<Reader> all() {
    return store.committer().read(backend -> {
      List<Reader> found = new ArrayList<>();
      try (Cursor<StreamHead> heads = backend.streams(store.name())) {
        for (StreamHead head = heads.next(); head != null
            && head.stream().type().compareTo(TYPE) <= 0; head = heads.next()) {
          if (head.stream().type().equals(TYPE) && !head.snapshots().isEmpty()) {
            read(backend, head.stream()).ifPresent(found::add);
          }
        }
      }
      return found;
    });
  }

  /** One of them, if it is registered. */
  public Optional<Reader> find(String reader) {
    return store.committer().read(stream(reader), backend -> read(backend, stream(reader)));
  }

  /** Stores how far a reader has come. What it has read is then no longer held. */
  public void move(String reader, ReaderPlace place) {
    StreamKey stream = stream(reader);
    holding.holdIfNew(store.name(), reader, place.releases());
    long last = last(stream);
    byte[] record = store.snapshots().write(
        new StreamBinding(store.id(), stream).at(RecordKind.SNAPSHOT, last + 1), ReaderPlace.TYPE_ID, store.now(),
        store.committer().nextName(), Metadata.NONE, place::write);
    commit(new Commit(stream, store.committer().generation(), last, List.of(record),
        Optional.of(new Snapshot(last + 1, record)), new Retention.Keep(1, last + 1, Position.END)));
    holding.hold(store.name(), reader, place.releases());
  }

  /** Forgets a reader. */
  public void drop(String reader) {
    StreamKey stream = stream(reader);
    long last = last(stream);
    if (last > 0) {
      commit(new Commit(stream, store.committer().generation(), last, List.of(), Optional.empty(),
          new Retention.Purge()));
    }
    holding.release(store.name(), reader);
  }

  private long last(StreamKey stream) {
    return store.committer().read(stream, backend -> backend.claim(stream, backend.info().generation()).last());
  }

  private void commit(Commit commit) {
    Outcome outcome = store.committer().commit(commit);
    if (!(outcome instanceof Outcome.Answered answered && answered.result() instanceof CommitResult.Stored)) {
      @Nullable
      Throwable cause = outcome instanceof Outcome.Unknown unknown ? unknown.cause() : null;
      throw new StoreUnavailable("The place of reader " + commit.stream() + " could not be stored: " + outcome, cause);
    }
  }

  private Optional<Reader> read(Backend backend, StreamKey stream) {
    try (Recovery recovery = backend.recover(stream, Long.MAX_VALUE)) {
      if (recovery.snapshot().isEmpty()) {
        return Optional.empty();
      }
      Snapshot newest = recovery.snapshot().get();
      OpenedRecord opened = store.opener(stream).open(RecordKind.SNAPSHOT, newest.sequence(), newest.record());
      return Optional.of(new Reader(stream.id(), ReaderPlace.read(opened), opened.time()));
    } catch (UnreadableRecord e) {
      throw new StoreDamaged("The place of reader " + stream + " cannot be read: " + e.rule() + ".", e);
    }
  }
}
