package dev.cairn.api;

import java.util.List;

/**
 * What a persistent actor can do: all that an {@link ActorContext} can, on the same terms, and persist.
 *
 * @param <E> the events
 * @param <S> the state
 */
public interface PersistentContext<E, S> extends ActorContext {
  /** The state after every event persisted so far. */
  S state();

  /** The sequence of the newest event, 0 before the first. */
  long sequence();

  /**
   * Stores one event and returns the state after it. Waits until the event is as durable as the system promises,
   * whatever the asker's timeout and without regard to interruption.
   *
   * @throws PersistRejected if the event cannot be stored; nothing was, and the actor goes on
   * @throws PersistFailed if the store is unhealthy; nothing was stored
   * @throws PersistUnknown if nobody can say whether the event was stored; this actor is recovered first
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

  /** Stores one event like {@link #persist(Object)}, and beside it what readers of the log are to know of it. */
  S persist(E event, EventMetadata metadata);

  /** Stores several events like {@link #persistAll(List)}, and the metadata with each of them. */
  S persistAll(List<? extends E> events, EventMetadata metadata);

  /**
   * Stores a snapshot of the state now, where the policy is {@link Persistence.Full} and there is an event that none
   * holds. Where every persist stores the state, there is nothing to do.
   *
   * @return false if it could not be stored, which was logged. No event is lost by that; it is tried again later
   */
  boolean snapshot();

  /**
   * Deletes every event, snapshot and command id of this actor for good, also those that readers of the log have not
   * yet read: these hear of it, {@link EventHandler#withdrawn}. The state is the initial one again; the numbering of
   * events goes on.
   *
   * @return the initial state
   * @throws PersistFailed if the store is unhealthy; nothing was deleted
   * @throws PersistUnknown if nobody can say; this actor is recovered first
   */
  S purge();
}
