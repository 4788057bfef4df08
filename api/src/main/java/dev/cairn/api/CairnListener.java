package dev.cairn.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Hears what a system does, for counters and dashboards. Called on the runtime's threads, several at once: be fast, do
 * not block, do not call the system. What a method throws is logged and changes nothing. No record holds a state or an
 * event.
 */
public interface CairnListener {
  /** A handler threw and the actor goes on. */
  default void restarted(Restarted event) {}

  /** An actor has stopped. */
  default void terminated(Terminated event) {}

  /** An idle actor was put to rest; its next command recovers it. */
  default void passivated(Passivated event) {}

  /** A command was not handled by anybody. */
  default void deadLetter(DeadLetter event) {}

  /** Actors have not stopped within their deadline and were interrupted. */
  default void overdue(Overdue event) {}

  /** Events of an actor are durable. */
  default void persisted(Persisted event) {}

  /** What several actors persisted at the same time was stored as one list. */
  default void committed(Committed event) {}

  /** An actor was recovered. */
  default void recovered(Recovered event) {}

  /** A snapshot of its own was stored. */
  default void snapshotStored(SnapshotStored event) {}

  /** A snapshot of its own could not be stored. Nothing is lost; it is tried again later. */
  default void snapshotFailed(SnapshotFailed event) {}

  /** A commit has failed. The store is closed and opened again to see what became of it. */
  default void storeLost(StoreLost event) {}

  /** The store is open again, and everybody who waited has been told. */
  default void storeReopened(StoreReopened event) {}

  /**
   * What the backend counts and holds: told with the first list that is stored, then about once a minute while lists
   * are, and when the system closes. Never told of a backend that counts nothing.
   */
  default void measured(Measured event) {}

  /**
   * A restart.
   *
   * @param path the actor
   * @param cause what its handler threw
   * @param pause how long commands wait before it goes on
   */
  record Restarted(String path, Throwable cause, Duration pause) {}

  /**
   * A passivation.
   *
   * @param path the actor
   * @param reason why now
   */
  record Passivated(String path, Reason reason) {
    /** Why an actor was put to rest. */
    public enum Reason {
      /** It had nothing to do for its idle time. */
      IDLE,
      /** More actors were active than may be, and it had nothing to do for longer than others. */
      TOO_MANY_ACTIVE
    }
  }

  /**
   * A stop that takes too long.
   *
   * @param paths who has not stopped
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
   * A list of commits that the backend has stored with one call.
   *
   * @param commits how many, each of one actor
   * @param events how many events are in them
   * @param bytes their records
   * @param queued how long the first of them waited for the call
   * @param synced whether the call has synced
   * @param took the call
   */
  record Committed(int commits, int events, long bytes, Duration queued, boolean synced, Duration took) {}

  /**
   * A recovery.
   *
   * @param path the actor
   * @param snapshot the sequence of the snapshot it began with, 0 for none
   * @param events how many events were replayed
   * @param took the recovery
   */
  record Recovered(String path, long snapshot, long events, Duration took) {}

  /**
   * A snapshot.
   *
   * @param path the actor
   * @param sequence the last event that it holds
   * @param bytes its record
   * @param took from its encoding to its commit
   */
  record SnapshotStored(String path, long sequence, long bytes, Duration took) {}

  /**
   * A snapshot that is missing.
   *
   * @param path the actor
   * @param sequence the last event that it would hold
   * @param cause what went wrong
   */
  record SnapshotFailed(String path, long sequence, Throwable cause) {}

  /**
   * A failure of the store.
   *
   * @param commits of how many nobody knows for now whether they are stored
   * @param cause what the backend threw
   */
  record StoreLost(int commits, Throwable cause) {}

  /**
   * A store that has come back.
   *
   * @param generation of the new opening
   * @param took since it was lost
   */
  record StoreReopened(long generation, Duration took) {}

  /**
   * What a backend counts and holds.
   *
   * @param backend its name
   * @param values by the backend's own names, which say the unit, as {@code wal-bytes}; counters count from the newest
   *     opening of the store
   */
  record Measured(String backend, Map<String, Long> values) {}
}
