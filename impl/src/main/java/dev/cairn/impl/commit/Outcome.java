package dev.cairn.impl.commit;

import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.backend.Location;
import dev.cairn.spi.CommitResult;

/** What became of a commit, with what the backend cannot say added. */
public sealed interface Outcome {

  /** Says in words why a commit was not stored, or that nobody knows; without a full stop. */
  default String words() {
    return switch (this) {
      case Answered answered -> Location.explain(answered.result());
      case Refused refused -> "the store did not take it: " + withoutStop(refused.why());
      case Absent absent -> "the store failed (" + FailureText.of(absent.cause())
          + "), and after it was opened again the commit was not there";
      case Unknown unknown -> "the store has not said what became of it (" + FailureText.of(unknown.cause()) + ")";
    };
  }

  private static String withoutStop(String why) {
    return why.endsWith(".") ? why.substring(0, why.length() - 1) : why;
  }

  /**
   * The backend answered, at once or when it was asked again by a new session.
   *
   * @param epoch that of the session which it was handed to
   */
  record Answered(CommitResult result, long epoch) implements Outcome {}

  /** The backend never got it: certainly not stored. */
  record Refused(String why) implements Outcome {}

  /** The backend failed over it, and the next session does not have it: certainly not stored. */
  record Absent(Throwable cause) implements Outcome {}

  /** The backend has it and has not answered in time: stored or not, nobody knows. */
  record Unknown(Throwable cause) implements Outcome {}
}
