package dev.cairn.api;

import java.util.List;

/**
 * The operations of a persistent actor: those of {@link ActorContext} under the same rules, and persist.
 *
 * @param <E> the events
 * @param <S> the state
 */
public interface PersistentContext<E, S> extends ActorContext {
  /** The timers of this actor, with the durable ones. */
  @Override
  DurableTimers timers();

  /** The state after every event persisted so far. */
  S state();

  /** The sequence of the newest event, 0 before the first. */
  long sequence();

  /**
   * Stores one event and returns the state after it. Waits until the event has the durability of the system, whatever
   * the asker's timeout is; an interruption does not end the wait. In a pipelined type ({@link Persistence}) this
   * returns at once, and an event that is not stored fails the answer of the command instead.
   *
   * @throws PersistRejected if the event cannot be stored; nothing was stored, and the actor goes on
   * @throws PersistFailed if the store is unhealthy; nothing was stored
   * @throws PersistUnknown if the outcome is unknown; the actor recovers before its next command
   */
  S persist(E event);

  /**
   * Stores several events as one: all of them or none. An empty list stores nothing.
   *
   * @throws PersistRejected as above
   * @throws PersistFailed as above
   * @throws PersistUnknown as above
   */
  S persistAll(List<? extends E> events);

  /** Stores one event like {@link #persist(Object)}, with metadata for the readers of the log. */
  S persist(E event, EventMetadata metadata);

  /** Stores several events like {@link #persistAll(List)}, and the metadata with each event. */
  S persistAll(List<? extends E> events, EventMetadata metadata);

  /**
   * Waits until all events that this actor has persisted are durable. A handler of a pipelined type calls it before it
   * has an effect that Cairn does not see: a mail, a call of another system, a file, a thread of its own. Does nothing
   * in other types, whose events are durable when {@code persist} returns. An interruption does not end the wait.
   *
   * @throws PersistRejected if an event of this command is too large for the store; nothing of it was stored
   * @throws PersistFailed if an event of this actor was not stored; the actor recovers before its next command
   * @throws PersistUnknown if the outcome of an event of this command is unknown; the actor recovers before its next
   *     command
   */
  void awaitDurable();

  /**
   * Stores a snapshot of the state now, if the policy is {@link Persistence.Full} and no snapshot covers the newest
   * event. Does nothing under a policy that stores the state with every persist.
   *
   * @return false if the snapshot could not be stored; the failure is logged. No event is lost; the runtime tries again
   *     later
   */
  boolean snapshot();

  /**
   * Deletes every event, snapshot, command id and durable timer of this actor for good, also events that readers of the
   * log have not yet read: these readers get a withdrawal ({@link EventHandler#withdrawn}). The state is the initial
   * state again; sequences are not used again.
   *
   * @return the initial state
   * @throws PersistFailed if the store is unhealthy; nothing was deleted
   * @throws PersistUnknown if the outcome is unknown; the actor recovers before its next command
   */
  S purge();
}
