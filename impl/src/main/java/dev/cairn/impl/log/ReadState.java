package dev.cairn.impl.log;

import dev.cairn.api.ActorType;
import dev.cairn.api.LoggedState;
import dev.cairn.api.StoreDamaged;
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
  @SuppressWarnings("unchecked") // the codec of a type reads its states
  public <S> Optional<S> as(ActorType<?, ?, S> of) {
    if (!of.name().equals(actorType()) || !of.store().equals(store.name())) {
      return Optional.empty();
    }
    return Optional
        .of((S) readable(stream, sequence, () -> store.codec(of).read(Role.STATE, opened.typeId(), opened.bytes(),
            opened.valueOffset(), opened.valueLength())));
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
