package dev.cairn.impl.inspect;

import dev.cairn.api.Position;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreInspector;
import dev.cairn.impl.codec.FieldReader;
import dev.cairn.impl.codec.TypeDefinition;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;

/** Shows the events of one stream by the store's dictionary. Used by one thread. */
final class EventView {
  private final StoreDescription store;
  private final StreamBinding binding;
  private final RecordFrame frame;
  private final FieldReader fields;

  EventView(StoreDescription store, StreamKey stream) {
    this.store = store;
    this.binding = new StreamBinding(store.id(), stream);
    this.frame = new RecordFrame(RecordFrame.MAX_EVENT_BYTES, store.guard());
    this.fields = new FieldReader(store.types());
  }

  StoreInspector.Event of(StoredEvent event) {
    try {
      OpenedRecord opened = frame.open(binding.at(RecordKind.EVENT, event.sequence()), event.record());
      TypeDefinition type = store.types().find(opened.typeId())
          .orElseThrow(() -> new UnreadableRecord("its type id " + opened.typeId() + " is not in the dictionary"));
      return new StoreInspector.Event(event.sequence(),
          new Position(event.position().generation(), event.position().offset()), opened.time(), type.name(),
          type.version(),
          opened.metadata().commandId(),
          fields.fields(opened.typeId(), opened.bytes(), opened.valueOffset(), opened.valueLength()));
    } catch (UnreadableRecord e) {
      throw new StoreDamaged("Event " + event.sequence() + " of stream " + event.stream() + " cannot be read: "
          + e.rule() + ".", e);
    }
  }
}
