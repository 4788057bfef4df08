package dev.cairn.impl.journal;

import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreRefused;
import dev.cairn.impl.codec.ManifestCodec;
import dev.cairn.impl.codec.StoreCreated;
import dev.cairn.impl.codec.TypeDefinition;
import dev.cairn.impl.codec.TypeDictionary;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StoreId;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.time.Instant;
import java.util.Optional;

/**
 * What the manifest of a store says.
 *
 * @param id the random identity that every record of the store is bound to
 * @param created when the store was first used
 * @param types the type dictionary
 * @param last the last sequence of the manifest
 */
public record StoreDescription(StoreId id, Instant created, TypeDictionary types, long last) {
  private static final String TYPE = "_cairn";
  private static final String ID = "manifest";
  private static final ManifestCodec CODEC = new ManifestCodec();

  /** The stream in which a store describes itself. */
  public static StreamKey stream(String store) {
    return new StreamKey(store, TYPE, ID);
  }

  /** Whether a stream is one of the runtime's own. */
  public static boolean owns(StreamKey stream) {
    return stream.type().startsWith("_");
  }

  /**
   * What the manifest's records are bound to: the first one tells the identity of the store, so it cannot depend on
   * it.
   */
  static StreamBinding binding(StreamKey stream, StoreId store, long sequence) {
    return new StreamBinding(sequence == 1 ? StoreId.NONE : store, stream).at(RecordKind.EVENT, sequence);
  }

  /**
   * Reads the manifest of a store; empty where there is none yet.
   *
   * @throws StoreDamaged if it cannot be read
   * @throws StoreRefused if the store is sealed
   */
  public static Optional<StoreDescription> read(Backend backend, String store) {
    StreamKey stream = stream(store);
    StoreDescription description = null;
    try (Cursor<StoredEvent> events = backend.events(stream, 1, Long.MAX_VALUE)) {
      for (StoredEvent event = events.next(); event != null; event = events.next()) {
        long expected = description == null ? 1 : description.last + 1;
        if (event.sequence() != expected) {
          throw new UnreadableRecord("sequence " + event.sequence() + " stands where " + expected + " belongs");
        }
        description = description == null ? first(stream, event) : description.with(stream, event);
      }
    } catch (UnreadableRecord e) {
      long at = description == null ? 1 : description.last + 1;
      throw new StoreDamaged(
          "The manifest of store " + store + " cannot be read at sequence " + at + ": " + e.rule() + ".", e);
    }
    return Optional.ofNullable(description);
  }

  private static StoreDescription first(StreamKey stream, StoredEvent event) {
    OpenedRecord opened = RecordFrame.open(binding(stream, StoreId.NONE, 1), event.record());
    if (!(read(opened) instanceof StoreCreated created)) {
      throw new UnreadableRecord("it does not say which store this is");
    }
    if (created.sealed()) {
      throw new StoreRefused("The store " + stream.store() + " is sealed; this version opens plain stores only.", null);
    }
    return new StoreDescription(created.id(), opened.time(), TypeDictionary.EMPTY, 1);
  }

  private StoreDescription with(StreamKey stream, StoredEvent event) {
    OpenedRecord opened = RecordFrame.open(binding(stream, id, event.sequence()), event.record());
    if (!(read(opened) instanceof TypeDefinition type)) {
      throw new UnreadableRecord("it defines no type");
    }
    try {
      return new StoreDescription(id, created, types.with(type), event.sequence());
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecord("it contradicts what was defined before it", e);
    }
  }

  private static Object read(OpenedRecord opened) {
    return CODEC.read(opened.typeId(), opened.bytes(), opened.valueOffset(), opened.valueLength());
  }
}
