package dev.cairn.spi;

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
}
