package dev.cairn.api;

/**
 * The position of an event in the log of a location, in the order of commits. Never used twice.
 *
 * @param generation the session of the location that committed the event, from 1
 * @param offset the number in commit order; a new session continues it or begins again
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
