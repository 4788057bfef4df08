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
 * The policy of a type may change between two sessions; data that was stored under one policy can be recovered under
 * any other. Under every policy each event has its sequence.
 */
public sealed interface Persistence {

  /** Keeps every event, and the state with the newest event: a recovery replays nothing. Good for small states. */
  static Light light() {
    return new Light();
  }

  /** Keeps every event, and takes snapshots of the state from time to time. The default policy. */
  static Full full() {
    return new Full(100, false, 2);
  }

  /** Keeps the newest state and no event. There is no history, and readers of the log get no events. */
  static StateOnly stateOnly() {
    return new StateOnly();
  }

  /** Events and state together, in one commit. */
  record Light() implements Persistence {}

  /** The newest state alone. */
  record StateOnly() implements Persistence {}

  /**
   * Events, and a snapshot as a commit of its own: after a number of events, when the actor asks for it, and when the
   * actor is passivated or stops with events that no snapshot covers. A snapshot that cannot be stored fails no
   * command; the failure is reported and the snapshot tried again.
   *
   * @param snapshotEvery how many events lie between two snapshots, from 1
   * @param compactOnSnapshot whether events up to the oldest kept snapshot are deleted once every registered reader of
   *     the log has read them
   * @param keepSnapshots how many snapshots are kept, from 1. With one snapshot and compaction there is no fallback if
   *     it is damaged
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

    /** Returns this policy with another number of events between two snapshots; the default is 100. */
    public Full snapshotEvery(int events) {
      return new Full(events, compactOnSnapshot, keepSnapshots);
    }

    /**
     * Returns this policy with or without the deletion of events that a snapshot covers; the default is without.
     */
    public Full compactOnSnapshot(boolean compact) {
      return new Full(snapshotEvery, compact, keepSnapshots);
    }

    /** Returns this policy with another number of kept snapshots; the default is 2. */
    public Full keepSnapshots(int snapshots) {
      return new Full(snapshotEvery, compactOnSnapshot, snapshots);
    }
  }
}
