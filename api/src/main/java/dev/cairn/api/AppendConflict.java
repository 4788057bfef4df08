package dev.cairn.api;

/**
 * The stream is elsewhere than the append expected, and nothing was stored. Read the events after the expected
 * sequence, decide again, and append with {@link #lastSequence} as the expected one.
 */
public final class AppendConflict extends PersistRejected {
  private static final long serialVersionUID = 1;

  private final long expected;
  private final long lastSequence;

  /** Names the stream, the sequence that was expected, and the last one there is. */
  public AppendConflict(String stream, long expected, long lastSequence) {
    super(stream, "the append expected " + expected + " as the last sequence of the stream, and it is " + lastSequence
        + ". Read what is there, and append again with that.", null);
    this.expected = expected;
    this.lastSequence = lastSequence;
  }

  /** The last sequence that the append expected. */
  public long expected() {
    return expected;
  }

  /** The last sequence of the stream when the store decided. */
  public long lastSequence() {
    return lastSequence;
  }
}
