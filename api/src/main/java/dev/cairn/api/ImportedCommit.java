package dev.cairn.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Some events of one stream that are stored as one. Made by the thread of the import. */
record ImportedCommit<E>(StreamRef<E, ?> stream, long expected, List<NewEvent<? extends E>> events,
    CompletableFuture<Long> outcome) {

  /** Waits for the outcome, whatever it is. */
  void await() {
    outcome.handle((last, failure) -> last).join();
  }

  /**
   * Refuses any outcome but stored. Nothing of its stream is under way.
   *
   * @throws ImportStopped if an event does not fit
   * @throws CairnException what the store has answered
   */
  void requireStored() {
    try {
      outcome.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case AppendConflict elsewhere -> throw othersWrite(elsewhere);
        case AlreadyDone elsewhere -> throw othersWrite(elsewhere);
        case PersistRejected rejected when events.size() == 1 -> throw rejected(expected + 1, rejected);
        case PersistRejected rejected -> storeOneByOne();
        case CairnException told -> throw told.copy();
        case null, default -> throw e;
      }
    }
  }

  private ImportStopped othersWrite(CairnException elsewhere) {
    return new ImportStopped(stream.path(), expected + 1, "somebody else has written to the stream meanwhile",
        elsewhere);
  }

  private ImportStopped rejected(long sequence, PersistRejected why) {
    String message = String.valueOf(why.getMessage());
    String reason = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    return new ImportStopped(stream.path(), sequence, "it cannot be stored. " + reason, why);
  }

  /** Finds the event that is rejected, behind which nothing is stored. */
  private void storeOneByOne() {
    long last = expected;
    for (NewEvent<? extends E> event : events) {
      try {
        last = stream.append(last, List.of(event));
      } catch (PersistRejected alone) {
        throw rejected(last + 1, alone);
      }
    }
  }
}
