package com.example.filelog;

import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import java.util.List;

/** Reads events from the file, and knows what the log was when it was opened. */
final class EventCursor extends ListCursor<IndexedEvent, StoredEvent> implements LogCursor {
  private final Position horizon;
  private final Position deletedThrough;

  EventCursor(Runnable requireOpen, LogFile file, List<IndexedEvent> events, Position horizon,
      Position deletedThrough) {
    super(requireOpen, events, event -> new StoredEvent(event.stream(), event.sequence(), event.position(),
        file.bytes(event.place())));
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
