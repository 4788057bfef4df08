package dev.cairn.spi;

/**
 * A place in the log of a location. Positions are ordered by generation, then offset, and that is commit order. A
 * position that was ever shown is never given to another event.
 *
 * @param generation the era of the location in which the event was committed, from 1. Where one session writes at a
 *     time, it is the generation of that session. Where several do, their commits share the era
 * @param offset the place within that era, from 1; offsets may leave gaps
 */
public record Position(long generation, long offset) implements Comparable<Position> {

  /** Before every event. */
  public static final Position START = new Position(0, 0);

  /** After every event. */
  public static final Position END = new Position(Long.MAX_VALUE, Long.MAX_VALUE);

  /** Refuses negative numbers, and any offset in generation 0. */
  public Position {
    if (generation < 0 || offset < 0 || (generation == 0 && offset != 0)) {
      throw new IllegalArgumentException("No such position: " + generation + ":" + offset);
    }
  }

  @Override
  public int compareTo(Position other) {
    int byGeneration = Long.compare(generation, other.generation);
    return byGeneration != 0 ? byGeneration : Long.compare(offset, other.offset);
  }

  /** Returns the position as {@code generation:offset}. */
  @Override
  public String toString() {
    return generation + ":" + offset;
  }
}
