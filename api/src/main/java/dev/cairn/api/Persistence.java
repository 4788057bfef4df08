package dev.cairn.api;

/**
 * How the actors of a type persist. Part of the type's declaration: {@code
 * ActorType.of(...).with(Persistence.light())}.
 *
 * <pre>
 *              what a persist stores         what a recovery reads
 *   full       the events                    the newest snapshot and the events since
 *   light      the events and the state      the state
 *   stateOnly  the state                     the state
 * </pre>
 *
 * The policy of a type may change between two openings; what is stored under one can be recovered under any other.
 * Under every policy each event has its number.
 */
public sealed interface Persistence {

  /** Keeps every event, and the state with the newest one: a recovery replays nothing. Good for small states. */
  static Light light() {
    return new Light();
  }

  /** Keeps every event, and a snapshot of the state now and then. What types use that choose nothing. */
  static Full full() {
    return new Full(100, false, 2);
  }

  /** Keeps the newest state and no event. There is no history, and readers of the log see nothing. */
  static StateOnly stateOnly() {
    return new StateOnly();
  }

  /** Events and state together, in one commit. */
  record Light() implements Persistence {}

  /** The newest state alone. */
  record StateOnly() implements Persistence {}

  /**
   * Events, and a snapshot as a commit of its own: after every so many events, when the actor asks for it, and when it
   * comes to rest with events that no snapshot holds. A snapshot that cannot be stored fails no command; it is reported
   * and tried again.
   *
   * @param snapshotEvery how many events lie between two snapshots, from 1
   * @param compactOnSnapshot whether the events up to the oldest kept snapshot are deleted, as far as every registered
   *     reader of the log has read
   * @param keepSnapshots how many snapshots are kept, from 1. With one and compaction there is nothing to fall back to
   *     when it proves damaged
   */
  record Full(int snapshotEvery, boolean compactOnSnapshot, int keepSnapshots) implements Persistence {

    /** Refuses numbers below 1. */
    public Full {
      if (snapshotEvery < 1) {
        throw new IllegalArgumentException("A snapshot is taken every 1 or more events, not " + snapshotEvery + ".");
      }
      if (keepSnapshots < 1) {
        throw new IllegalArgumentException("1 or more snapshots are kept, not " + keepSnapshots + ".");
      }
    }

    /** Returns this policy with a snapshot after every so many events; 100 where nothing is said. */
    public Full snapshotEvery(int events) {
      return new Full(events, compactOnSnapshot, keepSnapshots);
    }

    /**
     * Returns this policy with or without the deletion of events that a snapshot holds; without where nothing is said.
     */
    public Full compactOnSnapshot(boolean compact) {
      return new Full(snapshotEvery, compact, keepSnapshots);
    }

    /** Returns this policy with so many snapshots kept; 2 where nothing is said. */
    public Full keepSnapshots(int snapshots) {
      return new Full(snapshotEvery, compactOnSnapshot, snapshots);
    }
  }
}
