package dev.cairn.impl.journal;

import dev.cairn.spi.CommitResult;

/** What became of a commit, with what the backend cannot say added. */
sealed interface Outcome {

  /** The backend answered. */
  record Answered(CommitResult result) implements Outcome {}

  /** The backend was never asked: certainly not stored. */
  record Refused(String why) implements Outcome {}

  /** The backend threw: stored or not, nobody knows. */
  record Unknown(Throwable cause) implements Outcome {}
}
