package dev.cairn.api;

import java.util.Objects;

/**
 * A position in the log of one store, for a reader that keeps it outside the store. A copy of a store is another store
 * and refuses the offsets of the original. A store that a running system has {@link StoreHandover handed over} takes
 * those of before too, as long as the former folder is in its place.
 *
 * @param storeId the random identity of the store, as {@link StoreInspector.Store#id} shows it
 * @param position the position of the last event that was read; {@code 0:0} before the first
 */
public record LogOffset(String storeId, Position position) {

  /** Refuses missing parts. */
  public LogOffset {
    Objects.requireNonNull(storeId, "storeId");
    Objects.requireNonNull(position, "position");
  }

  /**
   * Parses the text of {@link #toString}.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static LogOffset parse(String text) {
    String[] parts = text.split("[@:]", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("An offset is written as STORE@GENERATION:OFFSET, not '" + text + "'.");
    }
    return new LogOffset(parts[0], new Position(Long.parseLong(parts[1]), Long.parseLong(parts[2])));
  }

  /** Returns the offset as {@code STORE@GENERATION:OFFSET}. */
  @Override
  public String toString() {
    return storeId + "@" + position;
  }
}
