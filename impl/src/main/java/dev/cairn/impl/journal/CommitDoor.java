package dev.cairn.impl.journal;

import dev.cairn.api.PersistUnknown;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.impl.commit.Patience;
import dev.cairn.spi.Commit;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Stores the commits of one actor. */
record CommitDoor(Committer committer) {

  /**
   * Stores a commit and waits for its outcome.
   *
   * @param again makes it anew under an epoch, if the location was handed over since it was made
   * @throws PersistUnknown if an error of this process came before its outcome
   */
  Outcome store(Commit commit, LongFunction<Commit> again, @Nullable Patience patience) {
    Outcome outcome = outcome(commit, patience);
    while (outcome == Outcome.MOVED) {
      outcome = outcome(again.apply(committer.generation()), patience);
    }
    return outcome;
  }

  private Outcome outcome(Commit commit, @Nullable Patience patience) {
    try {
      return patience == null ? committer.commit(commit) : committer.commit(commit, patience);
    } catch (Throwable thrown) {
      throw new PersistUnknown(commit.stream().toString(), commit.expectedLast() + 1,
          Outcome.Unknown.after(thrown).cause());
    }
  }
}
