package dev.cairn.backend.memory;

import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import java.util.Iterator;

final class MemoryLogCursor extends MemoryCursor<StoredEvent> implements LogCursor {
  private final Position horizon;
  private final Position deletedThrough;

  MemoryLogCursor(MemoryBackend backend, Iterator<StoredEvent> rest, Position horizon,
      Position deletedThrough) {
    super(backend, rest);
    this.horizon = horizon;
    this.deletedThrough = deletedThrough;
  }

  @Override
  public Position horizon() {
    return horizon;
  }

  @Override
  public Position deletedThrough() {
    return deletedThrough;
  }
}
