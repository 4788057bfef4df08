package dev.cairn.spi;

import java.util.Objects;
import java.util.Optional;

/**
 * All that one recovery reads, as of one moment. To be closed by the caller.
 *
 * @param head where the stream stands
 * @param snapshot the newest one at or below the asked sequence
 * @param events every event from the snapshot, or else from the first stored one, to {@link StreamHead#last}, in order
 */
public record Recovery(StreamHead head, Optional<Snapshot> snapshot, Cursor<StoredEvent> events)
    implements AutoCloseable {

  /** Refuses missing parts. */
  public Recovery {
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(snapshot, "snapshot");
    Objects.requireNonNull(events, "events");
  }

  @Override
  public void close() {
    events.close();
  }
}
