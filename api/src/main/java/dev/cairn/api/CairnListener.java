package dev.cairn.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Receives notifications about a system, for counters and dashboards. Called on the runtime's threads, several at once:
 * be fast, do not block, do not call the system. An exception is logged and changes nothing. No notification contains a
 * state or an event, and none but a dead letter a command.
 *
 * <p>What a listener has no method for costs the system nothing: it looks which methods the class has.
 */
public interface CairnListener {
  /**
   * The system is open, and no actor has a command yet. The listener may keep the system and call it later, on threads
   * of its own. A listener of several systems hears this of each.
   */
  default void opened(ActorSystem system) {}

  /** The system is closed. Not called if it could not be opened. */
  default void closed(ActorSystem system) {}

  /** A command was handled: its handler has returned or has thrown. Called before its answer leaves. */
  default void handled(Handled event) {}

  /** A reader of a log goes on. Called each time that it has read a page, also an empty one. */
  default void readerMoved(ReaderMoved event) {}

  /** A reader of a log cannot go on: its handler, a codec or the store threw. It tries again after a pause. */
  default void readerFailed(ReaderFailed event) {}

  /** A reader of a log has ended in this process. */
  default void readerStopped(ReaderStopped event) {}

  /**
   * A durable timer has fired, and its command has failed, or its actor could not be recovered. It fires again after a
   * pause.
   */
  default void timerFailed(TimerFailed event) {}

  /** Durable timers are due and do not fire: no actor type of their name has been used in this system yet. */
  default void timersWaiting(TimersWaiting event) {}

  /** A handler threw and the actor goes on. */
  default void restarted(Restarted event) {}

  /** An actor has stopped. */
  default void terminated(Terminated event) {}

  /** An idle actor was passivated; its next command recovers it. */
  default void passivated(Passivated event) {}

  /** No actor handled a command. */
  default void deadLetter(DeadLetter event) {}

  /** Actors have not stopped within their deadline and were interrupted. */
  default void overdue(Overdue event) {}

  /** Events of an actor are durable. */
  default void persisted(Persisted event) {}

  /** The commits of several actors were stored as one batch. */
  default void committed(Committed event) {}

  /** An actor was recovered. */
  default void recovered(Recovered event) {}

  /** A snapshot was stored as a commit of its own. */
  default void snapshotStored(SnapshotStored event) {}

  /** A snapshot as a commit of its own could not be stored. No event is lost; the runtime tries again later. */
  default void snapshotFailed(SnapshotFailed event) {}

  /** A commit has failed. The runtime closes the store and opens it again to learn the outcome of the commit. */
  default void storeLost(StoreLost event) {}

  /** The store is open again, and every waiting persist has its outcome. */
  default void storeReopened(StoreReopened event) {}

  /**
   * Metrics of the backend: with the first stored batch, then about once a minute while batches are stored, and when
   * the system closes. Never called for a backend without metrics.
   */
  default void measured(Measured event) {}

  /**
   * A command that was handled.
   *
   * @param path the actor
   * @param type the name of the actor's type
   * @param command the simple name of the class of the command
   * @param outcome what came of it
   * @param took from the call of the handler to its return
   * @param mailbox how many commands wait in the mailbox now
   */
  record Handled(String path, String type, String command, Outcome outcome, Duration took, int mailbox) {
    /** What came of a command. */
    public enum Outcome {
      /** The handler gave an answer. */
      ANSWERED,
      /** The handler refused. */
      REFUSED,
      /** The answer comes later. */
      DEFERRED,
      /** The command was put aside, and is handled again. */
      STASHED,
      /** The handler threw, or did not return the reply of its command. */
      FAILED
    }
  }

  /**
   * A reader that goes on.
   *
   * @param store the store
   * @param reader its name
   * @param read how many entries of the log it has read and handles now
   * @param next when the first of them was persisted; empty if nothing is left to read
   */
  record ReaderMoved(String store, String reader, int read, Optional<Instant> next) {}

  /**
   * A failure of a reader.
   *
   * @param store the store
   * @param reader its name
   * @param cause the exception or error
   * @param pause how long the reader waits before it tries again
   */
  record ReaderFailed(String store, String reader, Throwable cause, Duration pause) {}

  /**
   * A reader that has ended.
   *
   * @param store the store
   * @param reader its name
   */
  record ReaderStopped(String store, String reader) {}

  /**
   * A durable timer that fires again.
   *
   * @param path the actor
   * @param timer its name
   * @param cause the exception or error
   * @param pause how long until it fires again
   */
  record TimerFailed(String path, String timer, Throwable cause, Duration pause) {}

  /**
   * Durable timers that wait for their actor type.
   *
   * @param store the store
   * @param type the name of the actor type
   * @param due how many of them are due
   */
  record TimersWaiting(String store, String type, long due) {}

  /**
   * A restart.
   *
   * @param path the actor
   * @param cause the exception or error that its handler threw
   * @param pause how long commands wait before the actor goes on
   */
  record Restarted(String path, Throwable cause, Duration pause) {}

  /**
   * A passivation.
   *
   * @param path the actor
   * @param reason why it was passivated
   */
  record Passivated(String path, Reason reason) {
    /** Why an actor was passivated. */
    public enum Reason {
      /** It was idle for its idle time. */
      IDLE,
      /** Too many actors were active, and it was idle for longer than others. */
      TOO_MANY_ACTIVE,
      /** Another process runs it from now on: its slice has moved. */
      MOVED
    }
  }

  /**
   * A stop that takes too long.
   *
   * @param paths the actors that have not stopped
   * @param deadline the time they had
   */
  record Overdue(List<String> paths, Duration deadline) {}

  /**
   * A persist that has succeeded.
   *
   * @param path the actor
   * @param sequence its newest event
   * @param events how many were stored
   * @param took from the call to its return
   */
  record Persisted(String path, long sequence, int events, Duration took) {}

  /**
   * A batch of commits that the backend has stored with one call.
   *
   * @param commits how many, each of one actor
   * @param events how many events are in them
   * @param bytes the size of their records
   * @param queued how long the first of them waited for the call
   * @param synced whether the call synced to the device
   * @param took the duration of the call
   */
  record Committed(int commits, int events, long bytes, Duration queued, boolean synced, Duration took) {}

  /**
   * A recovery.
   *
   * @param path the actor
   * @param snapshot the sequence of the snapshot that it began with, 0 for none
   * @param events how many stored events were replayed
   * @param ignored how many of them were passed over, because the actor type ignores their types
   * @param took the duration of the recovery
   */
  record Recovered(String path, long snapshot, long events, long ignored, Duration took) {}

  /**
   * A snapshot.
   *
   * @param path the actor
   * @param sequence the last event that it contains
   * @param bytes the size of its record
   * @param took from its encoding to its commit
   */
  record SnapshotStored(String path, long sequence, long bytes, Duration took) {}

  /**
   * A snapshot that could not be stored.
   *
   * @param path the actor
   * @param sequence the last event that it would contain
   * @param cause what went wrong
   */
  record SnapshotFailed(String path, long sequence, Throwable cause) {}

  /**
   * A failure of the store.
   *
   * @param commits the number of commits with an unknown outcome
   * @param cause the exception or error that the backend threw
   */
  record StoreLost(int commits, Throwable cause) {}

  /**
   * A store that is open again.
   *
   * @param generation the generation of the new session
   * @param took the time since the store was lost
   */
  record StoreReopened(long generation, Duration took) {}

  /**
   * The metrics of a backend.
   *
   * @param backend its name
   * @param values by the backend's own names, which contain the unit, as {@code wal-bytes}; counters begin at 0 with
   *     each session
   */
  record Measured(String backend, Map<String, Long> values) {}
}
