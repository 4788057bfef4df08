package dev.cairn.impl.record;

/**
 * The commit that wrote a record. No two commits of a location have the same name.
 *
 * @param generation the session that made it
 * @param number counted up within the generation
 */
public record CommitName(long generation, long number) {

  /** Refuses negative numbers. */
  public CommitName {
    if (generation < 0 || number < 0) {
      throw new IllegalArgumentException("No commit has the name " + generation + ":" + number + ".");
    }
  }
}
