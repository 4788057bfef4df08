package dev.cairn.impl.log;

import dev.cairn.api.ActorType;
import dev.cairn.api.LoggedState;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StreamType;
import dev.cairn.api.TypedBytes;
import dev.cairn.api.bind.ActorTypeLookup;
import dev.cairn.impl.codec.BytesCodec;
import dev.cairn.impl.codec.Role;
import dev.cairn.impl.journal.Store;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A snapshot as it was read, opened and not yet decoded. */
final class ReadState implements LoggedState {
  private final Store store;
  private final StreamKey stream;
  private final long sequence;
  private final OpenedRecord opened;

  private ReadState(Store store, StreamKey stream, long sequence, OpenedRecord opened) {
    this.store = store;
    this.stream = stream;
    this.sequence = sequence;
    this.opened = opened;
  }

  static ReadState of(Store store, StreamKey stream, Snapshot snapshot) {
    return readable(stream, snapshot.sequence(), () -> new ReadState(store, stream, snapshot.sequence(),
        store.opener(stream).open(RecordKind.SNAPSHOT, snapshot.sequence(), snapshot.record())));
  }

  private static <T> T readable(StreamKey stream, long sequence, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (UnreadableRecord e) {
      throw new StoreDamaged("The snapshot of stream " + stream + " at event " + sequence + " cannot be read: "
          + e.rule() + ".", e);
    }
  }

  @Override
  public String actorType() {
    return stream.type();
  }

  @Override
  public String id() {
    return stream.id();
  }

  @Override
  public long sequence() {
    return sequence;
  }

  @Override
  public Instant time() {
    return opened.time();
  }

  @Override
  public <S> Optional<S> as(ActorType<?, ?, S> of) {
    return of.name().equals(actorType()) && of.store().equals(store.name()) ? Optional.of(decoded(of))
        : Optional.empty();
  }

  @Override
  @SuppressWarnings("unchecked") // a type of bytes has no other snapshots
  public <S> Optional<S> as(StreamType<?, S> of) {
    if (!of.name().equals(actorType())) {
      return Optional.empty();
    }
    Optional<ActorType<?, ?, ?>> records = ActorTypeLookup.recordsOf(of);
    return Optional.of(records.isPresent() ? (S) decoded(records.get()) : (S) bytes());
  }

  @SuppressWarnings("unchecked") // the codec of a type reads its states
  private <S> S decoded(ActorType<?, ?, S> of) {
    return (S) readable(stream, sequence, () -> store.codec(of).read(Role.STATE, opened.typeId(), opened.bytes(),
        opened.valueOffset(), opened.valueLength()));
  }

  private TypedBytes bytes() {
    return readable(stream, sequence, () -> BytesCodec.read(store.types(opened.typeId()).find(opened.typeId())
        .orElseThrow(() -> new UnreadableRecord("its type id " + opened.typeId() + " is not in the dictionary")),
        opened.bytes(), opened.valueOffset(), opened.valueLength()));
  }

  @Override
  public Map<String, @Nullable Object> fields() {
    return readable(stream, sequence, () -> store.fields().fields(opened.typeId(), opened.bytes(),
        opened.valueOffset(), opened.valueLength()));
  }

  @Override
  public String toString() {
    return "state " + sequence + " of " + stream;
  }
}
