package dev.cairn.impl.record;

/**
 * The name of the commit that wrote a record. No two commits of a location have the same name.
 *
 * @param generation of the session that made the commit
 * @param number counts up within the generation
 */
public record CommitName(long generation, long number) {

  /** Refuses negative numbers. */
  public CommitName {
    if (generation < 0 || number < 0) {
      throw new IllegalArgumentException("No commit has the name " + generation + ":" + number + ".");
    }
  }
}
