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
 *
 * <p><b>Pipelined types.</b> Usually {@code persist} waits until the event is durable, and the actor handles one
 * command for each sync. With {@link Full#pipelined} or {@link Light#pipelined}, {@code persist} returns the next state
 * at once. The actor handles the next command on that state, and many commands of one actor share one sync. What waits
 * is the <i>answer</i>: nothing that an actor has seen or stored leaves it before it is durable.
 *
 * <ul>
 *   <li>The answer of a command, also of one that only reads, a refusal and a failure, leaves when everything that its
 *       handler has seen or stored is durable. Answers leave in the order of the commands.
 *   <li>A handler that tells, asks, spawns, stops or publishes first waits for the events of its actor. So do {@code
 *       snapshot} and {@code purge}. For any other effect, such as a mail, the handler calls {@link
 *       PersistentContext#awaitDurable} before.
 *   <li>The first event that is not stored ends the instance. The asker of each later command gets the outcome of that
 *       command, and the actor recovers once.
 *   <li>At most 1024 commits or 1 MiB of one actor are under way; a persist beyond that waits.
 * </ul>
 */
public sealed interface Persistence {

  /** Keeps every event, and the state with the newest event: a recovery replays nothing. Good for small states. */
  static Light light() {
    return new Light(false);
  }

  /** Keeps every event, and takes snapshots of the state from time to time. The default policy. */
  static Full full() {
    return new Full(100, false, 2, false);
  }

  /** Keeps the newest state and no event. There is no history, and readers of the log get no events. */
  static StateOnly stateOnly() {
    return new StateOnly();
  }

  /** Whether the answers of the type wait for the store, and its handlers do not. */
  boolean isPipelined();

  /**
   * Events and state together, in one commit.
   *
   * @param isPipelined whether answers wait for the store, and handlers do not
   */
  record Light(boolean isPipelined) implements Persistence {

    /** Returns this policy for a pipelined type. */
    public Light pipelined() {
      return new Light(true);
    }
  }

  /** The newest state alone. */
  record StateOnly() implements Persistence {
    @Override
    public boolean isPipelined() { return false; }
  }

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
   * @param isPipelined whether answers wait for the store, and handlers do not
   */
  record Full(int snapshotEvery, boolean compactOnSnapshot, int keepSnapshots, boolean isPipelined)
      implements Persistence {

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
      return new Full(events, compactOnSnapshot, keepSnapshots, isPipelined);
    }

    /**
     * Returns this policy with or without the deletion of events that a snapshot covers; the default is without.
     */
    public Full compactOnSnapshot(boolean compact) {
      return new Full(snapshotEvery, compact, keepSnapshots, isPipelined);
    }

    /** Returns this policy with another number of kept snapshots; the default is 2. */
    public Full keepSnapshots(int snapshots) {
      return new Full(snapshotEvery, compactOnSnapshot, snapshots, isPipelined);
    }

    /** Returns this policy for a pipelined type. */
    public Full pipelined() {
      return new Full(snapshotEvery, compactOnSnapshot, keepSnapshots, true);
    }
  }
}
