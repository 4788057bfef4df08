package dev.cairn.impl.record;

import dev.cairn.spi.StreamKey;
import java.util.Objects;

/**
 * The one place at which a record opens.
 *
 * @param store the id of the store
 * @param kind event or snapshot
 * @param stream the stream
 * @param sequence from 0: a snapshot of a stream without events has 0
 */
public record RecordPlace(StoreId store, RecordKind kind, StreamKey stream, long sequence) {

  /** Refuses missing parts and a sequence that no record has. */
  public RecordPlace {
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(stream, "stream");
    if (sequence < 0) {
      throw new IllegalArgumentException("A record has a sequence from 0, not " + sequence + ".");
    }
  }

  /** Returns a binding that stands at this place. */
  public StreamBinding bind() {
    return new StreamBinding(store, stream).at(kind, sequence);
  }
}
