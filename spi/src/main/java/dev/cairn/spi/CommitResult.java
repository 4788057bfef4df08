package dev.cairn.spi;

/** What became of one commit. */
public sealed interface CommitResult {

  /**
   * The commit is stored, as durable as the backend promises.
   *
   * @param position of its last event; of a commit without events the newest position in the location
   */
  record Stored(Position position) implements CommitResult {}

  /**
   * Not stored: the stream is elsewhere than expected.
   *
   * @param actualLast the stream's last sequence
   */
  record Conflict(long actualLast) implements CommitResult {}

  /**
   * Not stored: somebody else has claimed the stream.
   *
   * @param epoch the epoch that holds the stream now
   */
  record Fenced(long epoch) implements CommitResult {}

  /**
   * Not stored: a record is larger than the backend takes.
   *
   * @param recordBytes the size of that record
   */
  record TooLarge(long recordBytes) implements CommitResult {}
}
