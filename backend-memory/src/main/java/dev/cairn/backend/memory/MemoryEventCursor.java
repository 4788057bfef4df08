package dev.cairn.backend.memory;

import dev.cairn.spi.EventCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import java.util.Iterator;

final class MemoryEventCursor extends MemoryCursor<StoredEvent> implements EventCursor {
  private final Position horizon;

  MemoryEventCursor(MemoryBackend backend, Iterator<StoredEvent> rest, Position horizon) {
    super(backend, rest);
    this.horizon = horizon;
  }

  @Override
  public Position horizon() {
    return horizon;
  }
}
