package dev.cairn.spi;

/** A cursor over events that knows how far it can see. */
public interface EventCursor extends Cursor<StoredEvent> {

  /**
   * Returns the horizon as of opening: every event that can ever have a position up to here is visible to this cursor, also
   * when it is empty. A reader of the log that has read to the end goes on after this position.
   */
  Position horizon();
}
