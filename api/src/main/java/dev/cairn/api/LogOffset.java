package dev.cairn.api;

import java.util.Objects;

/**
 * A place in the log of one store, to be kept outside of it. A store that was copied is another one and refuses the
 * offsets of the first.
 *
 * @param storeId the random identity of the store, as {@link StoreInspector.Store#id} shows it
 * @param position of the last event that was read; {@code 0:0} before the first
 */
public record LogOffset(String storeId, Position position) {

  /** Refuses missing parts. */
  public LogOffset {
    Objects.requireNonNull(storeId, "storeId");
    Objects.requireNonNull(position, "position");
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is something else
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
