package dev.cairn.impl.journal;

import dev.cairn.api.AlreadyDone;
import dev.cairn.api.AppendConflict;
import dev.cairn.api.PersistUnknown;
import dev.cairn.api.StoreException;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells those who append to one stream why an append is not stored. Any thread may call. */
final class AppendFailures {
  private static final String LOOK = "Read the stream before you append it again.";
  private static final String REPEAT =
      "Append it again as it was, with the same expected sequence: if its first event has a command id, the answer"
          + " tells whether it was stored. Or read the stream.";

  private final Committer committer;
  private final StreamKey stream;
  private final StreamOpener opener;

  AppendFailures(Committer committer, StreamKey stream, StreamOpener opener) {
    this.committer = committer;
    this.stream = stream;
    this.opener = opener;
  }

  /** Where the stream ends instead, if that is why an append is not stored. */
  static OptionalLong actualLast(Outcome outcome) {
    return outcome instanceof Outcome.Answered answered && answered.result() instanceof CommitResult.Conflict conflict
        ? OptionalLong.of(conflict.actualLast())
        : OptionalLong.empty();
  }

  /** Whether somebody else has claimed the stream, or its store was handed over: under a new claim it may be stored. */
  static boolean isUnderAnOldClaim(Outcome outcome) {
    return outcome == Outcome.MOVED
        || outcome instanceof Outcome.Answered answered && answered.result() instanceof CommitResult.Fenced;
  }

  RuntimeException of(Append lost, Outcome outcome) {
    OptionalLong elsewhere = actualLast(outcome);
    if (elsewhere.isPresent()) {
      return conflict(lost, elsewhere.getAsLong());
    }
    return outcome instanceof Outcome.Unknown unknown
        ? new PersistUnknown("event " + (lost.commit().expectedLast() + 1) + " of " + stream + " was stored",
            lost.isAtEnd() ? LOOK : REPEAT, unknown.cause())
        : NotStored.of(lost.commit(), outcome).failure();
  }

  private RuntimeException conflict(Append lost, long actualLast) {
    String commandId = lost.commandId();
    long stored = commandId == null || actualLast <= lost.expected() ? 0 : lastOf(commandId, lost.expected() + 1);
    return stored > 0 ? new AlreadyDone(stream.toString(), String.valueOf(commandId), stored)
        : new AppendConflict(stream.toString(), lost.expected(), actualLast);
  }

  /** The last event of the commit that begins at a sequence, if it is that of the command; else 0. */
  private long lastOf(String commandId, long first) {
    try {
      return committer.read(stream, backend -> {
        try (Cursor<StoredEvent> events = backend.events(stream, first, Long.MAX_VALUE)) {
          StoredEvent event = events.next();
          if (event == null || event.sequence() != first || !isOf(commandId, event)) {
            return 0L;
          }
          CommitName commit = open(event).commit();
          long last = first;
          for (event = events.next(); event != null && open(event).commit().equals(commit); event = events.next()) {
            last = event.sequence();
          }
          return last;
        }
      });
    } catch (StoreException | UnreadableRecord e) {
      return 0; // the conflict is true all the same
    }
  }

  private boolean isOf(String commandId, StoredEvent event) {
    return open(event).metadata().commandId().equals(Optional.of(commandId));
  }

  private OpenedRecord open(StoredEvent event) {
    return opener.open(RecordKind.EVENT, event.sequence(), event.record());
  }
}
