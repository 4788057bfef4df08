package dev.cairn.impl.journal;

import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.commit.Committer;
import dev.cairn.spi.StreamKey;

/** Tells whether memory still has what is stored of one stream. Used by the actor's thread. */
final class ClaimWatch {
  private final Committer committer;
  private final StreamKey stream;
  private long mark;

  /**
   * Watches the claim of a recovery.
   *
   * @param mark of the committer, from before the recovery
   */
  ClaimWatch(Committer committer, StreamKey stream, long mark) {
    this.committer = committer;
    this.stream = stream;
    this.mark = mark;
  }

  /**
   * Whether somebody else may have written to the stream, or the store has lost its end. Where several processes write,
   * this only looks where one of them had the time to take over: after this process stood still, or lost its session.
   * Without that, the answer to the next commit tells. Waits where the location is not open.
   *
   * @param last the sequence of the newest event that was stored
   * @param looks whether there is another reason to look, where several processes write
   * @throws StoreUnavailable if nobody can say, because the location does not open in time
   */
  boolean isOvertaken(long epoch, long last, boolean looks) {
    if (!committer.isShared()) {
      return !committer.isAloneSince(epoch);
    }
    if (!looks && committer.isUndisturbedSince(mark)) {
      return false;
    }
    long now = committer.mark();
    boolean claimed = committer.read(stream, backend -> StoredHead.isClaimed(backend, stream, epoch, last));
    mark = now;
    return !claimed;
  }
}
