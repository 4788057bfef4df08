package dev.cairn.impl.record;

import dev.cairn.spi.StreamKey;

/** The one place at which a record opens. */
record RecordPlace(StoreId store, RecordKind kind, StreamKey stream, long sequence) {

  RecordBinding bind() {
    return new StreamBinding(store, stream).at(kind, sequence);
  }
}
