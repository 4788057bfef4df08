package dev.cairn.spi;

import java.util.Optional;

/** A cursor over the log of a store that knows how far it can see, and where the log begins. */
public interface LogCursor extends Cursor<StoredEvent> {

  /**
   * Returns the horizon when this cursor was made: every event that can ever have a position up to here is visible to
   * this cursor, also when it is empty. A reader that has read to the end goes on after this position.
   */
  Position horizon();

  /**
   * Returns the highest position of an event of this store that was in the log and had been deleted when this cursor
   * was made; {@link Position#START} if none was. A reader that starts below it may have missed events. Events that
   * were deleted by the very commit that brought them were never in the log.
   */
  Position deletedThrough();

  /**
   * Returns the position of the last event of the log before those that the engine has lost, if the position after
   * which this cursor was asked for is one of the lost ones. Empty if it is not, and always where an engine that has
   * lost what it acknowledged keeps no trace of that.
   */
  default Optional<Position> lostAfter() {
    return Optional.empty();
  }
}
