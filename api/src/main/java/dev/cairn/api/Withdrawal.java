package dev.cairn.api;

import java.time.Instant;
import java.util.Optional;

/**
 * An entry of the log: events of one actor were removed from the log, or cannot be read any more, before or after a
 * reader read them. A reader's results of these events are no longer valid; the events that it has not read do not
 * come. Any thread may call.
 *
 * <p>It has its own position in the log, before every later event of the actor, so a reader gets it in order. It names
 * the removed events, whether this reader has read them or not, and stays true: after a purge the events of the same id
 * go on with the next sequence, and the withdrawal does not affect them.
 */
public interface Withdrawal {

  /** Why events were removed. Later versions may add reasons, so a {@code switch} needs a {@code default}. */
  enum Reason {
    /** The actor purged itself: {@link PersistentContext#purge}. */
    PURGED,
    /** The actor or stream was forgotten: {@link ActorSystem#forget}. Nothing comes of it any more. */
    FORGOTTEN
  }

  /** Why the events were removed. */
  Reason reason();

  /** The name of the store. */
  String store();

  /** The actor's path, as errors and listeners name it. */
  String path();

  /** The name of the actor's type. */
  String actorType();

  /** The actor's id. */
  String id();

  /** The first withdrawn sequence; events that were compacted before are included. */
  long firstSequence();

  /** The last withdrawn sequence. */
  long lastSequence();

  /**
   * The offset of the first withdrawn event that was still stored; empty if none was stored, and in a copy, whose log
   * never had them.
   */
  Optional<LogOffset> firstOffset();

  /** The offset of the last withdrawn event, under the same rules. */
  Optional<LogOffset> lastOffset();

  /**
   * Its own offset in the log: a reader that keeps its offset itself stores this one after it has handled the
   * withdrawal.
   */
  LogOffset offset();

  /** When it was written. */
  Instant time();
}
