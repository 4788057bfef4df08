package dev.cairn.api;

/**
 * What an import has done.
 *
 * @param stored how many rows it has stored
 * @param present how many rows the store had already, each with an equal event
 */
public record ImportResult(long stored, long present) {

  /** How many rows there were. */
  public long rows() {
    return stored + present;
  }
}
