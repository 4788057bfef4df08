package dev.cairn.api;

import java.time.Instant;
import java.util.Optional;

/**
 * Says that events of one actor were taken out of the log after they had been shown, or before a reader came to them.
 * What a reader has made of them does not hold any more; what it has not read of them does not come. Any thread may
 * call.
 *
 * <p>It has a place of its own in the log, before every later event of the actor, so a reader hears of it in order. It
 * tells what is gone, whether this reader has had it or not, and stays true: where an id is used again after a purge,
 * its events go on with the next sequence, and what comes after the withdrawal is not withdrawn by it.
 */
public interface Withdrawal {

  /** Why events are gone. Later versions add reasons, so a {@code switch} over them needs a {@code default}. */
  enum Reason {
    /** The actor has purged itself: {@link PersistentContext#purge}. */
    PURGED
  }

  /** Why they are gone. */
  Reason reason();

  /** The name of the store. */
  String store();

  /** The actor's path, as errors and listeners name it. */
  String path();

  /** The name of the actor's type. */
  String actorType();

  /** The actor's id. */
  String id();

  /** The first sequence that is withdrawn; where a part was compacted before, it counts too. */
  long firstSequence();

  /** The last sequence that is withdrawn. */
  long lastSequence();

  /**
   * Where the first withdrawn event stood in the log that was still stored; empty where none was, and in a copy, whose
   * log never had them.
   */
  Optional<LogOffset> firstOffset();

  /** Where the last withdrawn event stood in the log, under the same terms. */
  Optional<LogOffset> lastOffset();

  /**
   * Its own place in the log: a reader that keeps its offset itself keeps this one when it has taken the withdrawal.
   */
  LogOffset offset();

  /** When it was written. */
  Instant time();
}
