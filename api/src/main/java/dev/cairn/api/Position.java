package dev.cairn.api;

/**
 * A place in the log of a location, ordered by commit. Never given twice.
 *
 * @param generation the opening of the location that committed the event, from 1
 * @param offset the place in commit order; it may go on from one opening to the next, or begin again
 */
public record Position(long generation, long offset) implements Comparable<Position> {
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
