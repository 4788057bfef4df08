package dev.cairn.impl.journal;

import dev.cairn.api.PersistException;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.PersistUnknown;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import org.jspecify.annotations.Nullable;

/**
 * What it means for an actor that a commit of its stream is not stored, or that nobody knows.
 *
 * @param failure what the author and the asker are told
 * @param death why memory and store may differ now; null if they do not
 */
record NotStored(PersistException failure, @Nullable String death) {
  static final String CHANGED =
      "somebody has changed the state that its handlers were given, so it is not what the events give any more. "
          + "The actor recovers before it takes another command. Only apply makes states; let it return a new one.";
  static final String OVERTAKEN = "another system may have written to its stream meanwhile.";
  static final String UNKNOWN = "whether an earlier event was stored is unknown.";

  /** Reads an outcome that is not "stored". */
  static NotStored of(Commit commit, Outcome outcome) {
    String name = commit.stream().toString();
    return switch (outcome) {
      case Outcome.Answered answered -> of(commit, answered.result());
      case Outcome.Refused refused ->
          new NotStored(new PersistFailed(name, "the store did not take it: " + refused.why(), null), null);
      case Outcome.Absent absent -> deadly(name,
          "the store failed, and after it was opened again the event was not there.", absent.cause());
      case Outcome.Moved moved -> new NotStored(new PersistFailed(name, outcome.words() + ".", null), null);
      case Outcome.Unknown unknown ->
          new NotStored(new PersistUnknown(name, commit.expectedLast() + 1, unknown.cause()),
              isSnapshot(commit) ? null : UNKNOWN);
    };
  }

  private static NotStored of(Commit commit, CommitResult result) {
    String name = commit.stream().toString();
    return switch (result) {
      case CommitResult.Stored stored -> throw new IllegalArgumentException("A commit of " + name + " is stored.");
      case CommitResult.TooLarge large ->
          new NotStored(new PersistRejected(name, Location.explain(large) + ".", null), null);
      case CommitResult.Conflict conflict -> deadly(name,
          "somebody else has written to this stream: its last event is " + conflict.actualLast() + ", not "
              + commit.expectedLast() + ". The actor recovers before it takes another command.",
          null);
      case CommitResult.Fenced fenced -> deadly(name, Location.explain(fenced) + ".", null);
    };
  }

  private static NotStored deadly(String name, String why, @Nullable Throwable cause) {
    return new NotStored(new PersistFailed(name, why, cause), why);
  }

  /** Whether a commit is a snapshot alone: no event depends on it. */
  static boolean isSnapshot(Commit commit) {
    return commit.events().isEmpty() && commit.snapshot().isPresent();
  }
}
