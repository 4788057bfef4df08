package dev.cairn.impl.commit;

import dev.cairn.spi.CommitResult;

/** What became of a commit, with what the backend cannot say added. */
public sealed interface Outcome {

  /** The backend answered, at once or when it was asked again by a new opening. */
  record Answered(CommitResult result) implements Outcome {}

  /** The backend never got it: certainly not stored. */
  record Refused(String why) implements Outcome {}

  /** The backend failed over it, and the next opening does not have it: certainly not stored. */
  record Absent(Throwable cause) implements Outcome {}

  /** The backend has it and has not answered in time: stored or not, nobody knows. */
  record Unknown(Throwable cause) implements Outcome {}
}
