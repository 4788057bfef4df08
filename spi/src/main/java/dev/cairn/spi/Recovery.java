package dev.cairn.spi;

import java.util.Objects;
import java.util.Optional;

/**
 * All that one recovery reads, as of one moment. To be closed by the caller.
 *
 * @param epoch of the claim of {@link Backend#takeOver}; {@link Commit#NO_EPOCH} where nothing was claimed
 * @param head where the stream stands
 * @param snapshot the newest one at or below the asked sequence
 * @param events every event from the snapshot, or else from the first stored one, to {@link StreamHead#last}, in order
 */
public record Recovery(long epoch, StreamHead head, Optional<Snapshot> snapshot, Cursor<StoredEvent> events)
    implements AutoCloseable {

  /** Refuses missing parts. */
  public Recovery {
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(snapshot, "snapshot");
    Objects.requireNonNull(events, "events");
  }

  /** All that a recovery reads without a claim. */
  public Recovery(StreamHead head, Optional<Snapshot> snapshot, Cursor<StoredEvent> events) {
    this(Commit.NO_EPOCH, head, snapshot, events);
  }

  /** Returns the same, with the epoch of a claim. */
  public Recovery under(long claimed) {
    return new Recovery(claimed, head, snapshot, events);
  }

  @Override
  public void close() {
    events.close();
  }
}
