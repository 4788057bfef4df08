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
}
