package dev.cairn.impl.inspect;

import dev.cairn.api.EventMetadata;
import dev.cairn.api.Forgotten;
import dev.cairn.api.Position;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreInspector;
import dev.cairn.impl.codec.FieldReader;
import dev.cairn.impl.codec.TypeDefinition;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.journal.StreamOpener;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.seal.StoreKeys;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows the events and snapshots of a store by its own type dictionary. Used by one thread. */
final class StoreView {
  private static final int REMEMBERED = 1024;
  private static final String FORGOTTEN = "forgotten";

  private final Supplier<StoreDescription> newest;
  private StoreDescription store;
  private Function<StreamKey, StreamOpener> newOpener;
  private FieldReader reader;
  private final Map<StreamKey, StreamOpener> openers = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<StreamKey, StreamOpener> eldest) {
      return size() > REMEMBERED;
    }
  };

  /** Reads the description now, and again when a record needs a type or a key that a writer has added since. */
  StoreView(Supplier<StoreDescription> newest) {
    this.newest = newest;
    this.store = newest.get();
    this.newOpener = store.openers();
    this.reader = new FieldReader(store.types());
  }

  StoreInspector.Event of(StoredEvent event) {
    try {
      OpenedRecord opened = open(event.stream(), RecordKind.EVENT, event.sequence(), event.record());
      TypeDefinition type = type(opened);
      Metadata metadata = opened.metadata();
      return new StoreInspector.Event(event.sequence(),
          new Position(event.position().generation(), event.position().offset()), opened.time(), type.name(),
          type.version(), metadata.commandId(), metadata.correlationId(),
          new EventMetadata(metadata.tags(), metadata.entries(), metadata.causationId()), fields(opened));
    } catch (UnreadableRecord e) {
      throw damageOf(event, e);
    }
  }

  /** Shows an event also if its actor was forgotten: then only what is not encrypted. */
  StoreInspector.Event ofAnybody(StoredEvent event) {
    try {
      return of(event);
    } catch (Forgotten e) {
      return new StoreInspector.Event(event.sequence(),
          new Position(event.position().generation(), event.position().offset()), RecordFrame.time(event.record()),
          FORGOTTEN, 0, Optional.empty(), Optional.empty(), EventMetadata.NONE, Map.of());
    }
  }

  StoreInspector.State of(StreamKey stream, Snapshot snapshot) {
    try {
      OpenedRecord opened = open(stream, RecordKind.SNAPSHOT, snapshot.sequence(), snapshot.record());
      TypeDefinition type = type(opened);
      return new StoreInspector.State(snapshot.sequence(), opened.time(), type.name(), type.version(), fields(opened));
    } catch (UnreadableRecord e) {
      throw damageOf(stream, snapshot, e);
    }
  }

  /**
   * Reads an event without showing it. An event of the runtime's own streams is only opened; its user decodes it.
   *
   * @throws StoreDamaged if it cannot be read
   */
  void requireReadable(StoredEvent event) {
    if (!StoreDescription.owns(event.stream())) {
      of(event);
    } else if (!event.stream().equals(StoreDescription.stream(event.stream().store()))) {
      try {
        open(event.stream(), RecordKind.EVENT, event.sequence(), event.record());
      } catch (UnreadableRecord e) {
        throw damageOf(event, e);
      }
    }
  }

  /**
   * Reads a snapshot without showing it, as above.
   *
   * @throws StoreDamaged if it cannot be read
   */
  void requireReadable(StreamKey stream, Snapshot snapshot) {
    if (!StoreDescription.owns(stream)) {
      of(stream, snapshot);
    } else {
      try {
        open(stream, RecordKind.SNAPSHOT, snapshot.sequence(), snapshot.record());
      } catch (UnreadableRecord e) {
        throw damageOf(stream, snapshot, e);
      }
    }
  }

  private static StoreDamaged damageOf(StoredEvent event, UnreadableRecord e) {
    return new StoreDamaged("Event " + event.sequence() + " of stream " + event.stream() + " cannot be read: "
        + e.rule() + ".", e);
  }

  private static StoreDamaged damageOf(StreamKey stream, Snapshot snapshot, UnreadableRecord e) {
    return new StoreDamaged("The snapshot at " + snapshot.sequence() + " of stream " + stream + " cannot be read: "
        + e.rule() + ".", e);
  }

  private OpenedRecord open(StreamKey stream, RecordKind kind, long sequence, byte[] record) {
    if (store.keys().isPresent() && isNew(store.keys().get(), stream, record)) {
      refresh();
    }
    return openers.computeIfAbsent(stream, newOpener).open(kind, sequence, record);
  }

  /** Whether a record needs a key or a personal type that was written down meanwhile. */
  private static boolean isNew(StoreKeys keys, StreamKey stream, byte[] record) {
    return RecordFrame.isPersonal(record) ? !keys.actors().isPersonal(stream.type())
        : !keys.knows(RecordFrame.keyId(record));
  }

  private void refresh() {
    store = newest.get();
    newOpener = store.openers();
    openers.clear();
    reader = new FieldReader(store.types());
  }

  private TypeDefinition type(OpenedRecord opened) {
    if (store.types().find(opened.typeId()).isEmpty()) {
      refresh();
    }
    return store.types().find(opened.typeId())
        .orElseThrow(() -> new UnreadableRecord("its type id " + opened.typeId() + " is not in the dictionary"));
  }

  private Map<String, @Nullable Object> fields(OpenedRecord opened) {
    return reader.fields(opened.typeId(), opened.bytes(), opened.valueOffset(), opened.valueLength());
  }
}
