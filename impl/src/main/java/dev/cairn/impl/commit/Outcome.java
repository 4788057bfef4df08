package dev.cairn.impl.commit;

import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.backend.Location;
import dev.cairn.spi.CommitResult;
import org.jspecify.annotations.Nullable;

/** What happened to a commit. The backend's answers are only one part of it. */
public sealed interface Outcome {
  /** The one {@link Moved}. */
  Outcome MOVED = new Moved();

  /** The outcome in words, without a full stop: why a commit was not stored, or that it is not known. */
  default String words() {
    return switch (this) {
      case Answered answered -> Location.explain(answered.result());
      case Refused refused -> "the store did not take it: " + withoutStop(refused.why());
      case Absent absent -> "the store failed (" + FailureText.of(absent.cause())
          + "), and after it was opened again the commit was not there";
      case Moved moved -> "the store has moved to another location";
      case Unknown unknown -> "the store has not said what became of it (" + FailureText.of(unknown.cause()) + ")";
    };
  }

  /** Whether the commit is stored for certain. */
  default boolean isStored() {
    return this instanceof Answered answered && answered.result() instanceof CommitResult.Stored;
  }

  /** Whether it is not stored because somebody else has written the stream, or has taken it over. */
  default boolean isOvertaken() {
    return this instanceof Answered answered && (answered.result() instanceof CommitResult.Conflict
        || answered.result() instanceof CommitResult.Fenced);
  }

  /** Why it is not known whether the commit is stored; null where it is known. */
  default @Nullable Throwable unknownBecause() {
    return this instanceof Unknown unknown ? unknown.cause() : null;
  }

  private static String withoutStop(String why) {
    return why.endsWith(".") ? why.substring(0, why.length() - 1) : why;
  }

  /**
   * The backend answered, at once or when a new session asked it again.
   *
   * @param epoch the epoch of the commit
   */
  record Answered(CommitResult result, long epoch) implements Outcome {}

  /** The backend did not get the commit, or had no space for it: certainly not stored. */
  record Refused(String why) implements Outcome {}

  /** The backend failed while it stored the commit, and the next session does not have it: certainly not stored. */
  record Absent(Throwable cause) implements Outcome {}

  /**
   * The location was handed over after the commit was made, and its records belong to the former one: certainly not
   * stored. Made anew, under the {@link Committer#generation generation} of now, it goes to the new location.
   */
  record Moved() implements Outcome {}

  /** The backend has the commit and has not answered in time: it is not known whether the commit is stored. */
  record Unknown(Throwable cause) implements Outcome {

    /** The outcome of a commit whose call has failed with an error of this process. */
    public static Unknown after(Throwable thrown) {
      return new Unknown(new StoreUnavailable("an error of this process came before its answer", thrown));
    }
  }
}
