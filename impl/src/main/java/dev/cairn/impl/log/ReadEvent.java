package dev.cairn.impl.log;

import dev.cairn.api.ActorType;
import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StreamType;
import dev.cairn.api.bind.ActorTypeLookup;
import dev.cairn.impl.codec.BytesCodec;
import dev.cairn.impl.codec.Role;
import dev.cairn.impl.codec.SeveralEvents;
import dev.cairn.impl.codec.TypeDefinition;
import dev.cairn.impl.journal.FormerLogs.Place;
import dev.cairn.impl.journal.Store;
import dev.cairn.impl.journal.StreamOpener;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StoreId;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.StoredEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An event as it was read, opened and not yet decoded. */
final class ReadEvent implements LoggedEvent {
  private final Store store;
  private final StoreId of;
  private final StoredEvent stored;
  private final OpenedRecord opened;
  private final TypeDefinition type;

  private ReadEvent(Store store, StoreId of, StoredEvent stored, OpenedRecord opened, TypeDefinition type) {
    this.store = store;
    this.of = of;
    this.stored = stored;
    this.opened = opened;
    this.type = type;
  }

  /**
   * Opens an event.
   *
   * @param of the identity that the store had when the event was read
   */
  static ReadEvent of(Store store, StoreId of, StreamOpener opener, StoredEvent event) {
    return readable(event, () -> {
      OpenedRecord opened = opener.open(RecordKind.EVENT, event.sequence(), event.record());
      TypeDefinition type = store.types(opened.typeId()).find(opened.typeId())
          .orElseThrow(() -> new UnreadableRecord("its type id " + opened.typeId() + " is not in the dictionary"));
      return new ReadEvent(store, of, event, opened, type);
    });
  }

  private static <T> T readable(StoredEvent event, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (UnreadableRecord e) {
      throw new StoreDamaged("Event " + event.sequence() + " of stream " + event.stream() + " cannot be read: "
          + e.rule() + ".", e);
    }
  }

  @Override
  public String store() {
    return store.name();
  }

  @Override
  public String actorType() {
    return stored.stream().type();
  }

  @Override
  public String id() {
    return stored.stream().id();
  }

  @Override
  public long sequence() {
    return stored.sequence();
  }

  @Override
  public LogOffset offset() {
    return StoreLog.offset(new Place(of, stored.position()));
  }

  @Override
  public Instant time() {
    return opened.time();
  }

  @Override
  public String type() {
    return type.name();
  }

  @Override
  public int version() {
    return type.version();
  }

  @Override
  public String commitId() {
    return opened.commit().generation() + ":" + opened.commit().number();
  }

  private Metadata metadata() {
    return opened.metadata();
  }

  @Override
  public Optional<String> commandId() {
    return metadata().commandId();
  }

  @Override
  public Optional<String> correlationId() {
    return metadata().correlationId();
  }

  @Override
  public Optional<String> causationId() {
    return metadata().causationId().or(this::commandId);
  }

  @Override
  public List<String> tags() {
    return metadata().tags();
  }

  @Override
  public Map<String, String> entries() {
    return Collections.unmodifiableMap(metadata().entries()); // nobody changes what was read
  }

  @Override
  public <E> Optional<E> as(ActorType<?, E, ?> of) {
    return one(today(of));
  }

  @Override
  public <E> Optional<E> as(StreamType<E, ?> of) {
    return one(today(of));
  }

  @SuppressWarnings("unchecked") // the codec of a type reads its events
  private <E> Optional<E> one(@Nullable Object today) {
    if (today instanceof SeveralEvents several) {
      List<Object> events = several.events();
      if (events.size() > 1) {
        throw new IllegalStateException("Event " + sequence() + " of stream " + stored.stream() + ", a " + type()
            + ", is " + events.size() + " events today: read it with allAs.");
      }
      return events.stream().findFirst().map(event -> (E) event);
    }
    return Optional.ofNullable((E) today);
  }

  @Override
  public <E> List<E> allAs(ActorType<?, E, ?> of) {
    return all(today(of));
  }

  @Override
  public <E> List<E> allAs(StreamType<E, ?> of) {
    return all(today(of));
  }

  @SuppressWarnings("unchecked") // as above
  private static <E> List<E> all(@Nullable Object today) {
    return today instanceof SeveralEvents several ? List.copyOf((List<E>) several.events())
        : today == null ? List.of() : List.of((E) today);
  }

  /** Null where the event is of another type of actor. */
  private @Nullable Object today(ActorType<?, ?, ?> of) {
    return of.name().equals(actorType()) && of.store().equals(store.name()) ? decoded(of) : null;
  }

  /** Null where the event is in a stream of another type. */
  private @Nullable Object today(StreamType<?, ?> of) {
    if (!of.name().equals(actorType())) {
      return null;
    }
    Optional<ActorType<?, ?, ?>> records = ActorTypeLookup.recordsOf(of);
    return records.isPresent() ? decoded(records.get())
        : readable(stored,
            () -> BytesCodec.read(type, opened.bytes(), opened.valueOffset(), opened.valueLength()));
  }

  private Object decoded(ActorType<?, ?, ?> of) {
    return readable(stored, () -> store.codec(of).read(Role.EVENT, opened.typeId(), opened.bytes(),
        opened.valueOffset(), opened.valueLength()));
  }

  @Override
  public Map<String, @Nullable Object> fields() {
    return readable(stored, () -> store.fields().fields(opened.typeId(), opened.bytes(), opened.valueOffset(),
        opened.valueLength()));
  }

  @Override
  public String toString() {
    return type.name() + " " + stored.sequence() + " of " + stored.stream();
  }
}
