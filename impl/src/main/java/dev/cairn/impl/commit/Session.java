package dev.cairn.impl.commit;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Durability;

/**
 * One session of the location.
 *
 * @param backend the backend, open for writing
 * @param generation the generation that the session claimed; unless it is shared, also the epoch of its commits
 * @param aloneSince the generation of the oldest session of this process since which no other system can have written
 *     and nothing can have been lost. What was known of the store in that generation is still true.
 */
record Session(Backend backend, long generation, long aloneSince) {

  static Session of(Backend backend) {
    long generation = backend.info().generation();
    return new Session(backend, generation, generation);
  }

  /** Whether other processes may write beside it; then each stream has an epoch of its own. */
  boolean isShared() {
    return backend.info().multiProcess();
  }

  /** Whether what a session acknowledges outlives it. */
  boolean keepsWhatItTold() {
    return backend.info().durability() != Durability.NONE;
  }

  /**
   * The epoch of a commit in this session, whose stream an older session of this process has claimed. If another system
   * may have claimed it in between, only an engine in another process can tell; elsewhere the commit keeps its epoch,
   * and is refused. Where several processes write, a claim outlives its session.
   */
  long epochOf(Commit commit) {
    long epoch = commit.epoch();
    if (epoch == generation || isShared() || epoch < aloneSince && !backend.info().waits()) {
      return epoch;
    }
    try {
      return backend.renew(commit.stream(), epoch).epoch();
    } catch (BackendException.Fenced e) {
      return epoch;
    }
  }

  /** The session after this one, of another location that has the same, while nobody wrote to either. */
  Session movedTo(Backend elsewhere) {
    return new Session(elsewhere, elsewhere.info().generation(), aloneSince);
  }

  /**
   * The session after this one. Every session that writes claims a generation, so a gap tells of another system. With
   * durability {@code NONE}, what this session has acknowledged may be lost with it. Beside a shared one there are
   * others.
   */
  Session next(Backend next) {
    BackendInfo info = next.info();
    boolean alone = info.generation() == generation + 1 && info.durability() != Durability.NONE && !info.multiProcess();
    return new Session(next, info.generation(), alone ? aloneSince : info.generation());
  }
}
