package dev.cairn.api;

/**
 * An actor whose state is the result of its events. The runtime makes one instance for each active identity, recovers
 * its state before the first command, and calls it from one thread at a time.
 *
 * <p>State and events are immutable values. The runtime owns the state: it changes only when an event is durable, so a
 * failed command needs no undo. The runtime makes the lists, sets and maps of the state unmodifiable, also those within
 * its records, which it rebuilds for that; it cannot protect arrays. An actor may keep in its fields what may be lost;
 * after a failure the runtime goes on with a fresh instance and the last committed state.
 *
 * @param <C> the commands
 * @param <E> the events: a sealed interface of records, or one record
 * @param <S> the state: a record, or a sealed interface of records
 */
public interface PersistentActor<C extends Command<?, ?>, E, S> {

  /** Returns the state before the first event. Always returns an equal state. */
  S initialState();

  /**
   * Returns the state after one more event. It must be deterministic, have no side effects, and change neither
   * argument. It runs before an event is stored; there an exception rejects the event and nothing is stored. It runs
   * again at every recovery.
   */
  S apply(S state, E event);

  /**
   * Handles one command: decides, persists events, answers. May block. A persisted event stays persisted, whatever
   * comes after it. An exception fails the command: the asker gets a {@link PersistException} that {@code persist}
   * threw in this call as it is, and every other exception as the cause of an {@link ActorFailed}. Then the {@link
   * Supervision} of the type decides what happens to the actor; its state is the last committed one.
   *
   * @return {@code command.reply(...)} or {@code command.refuse(...)}, or the value that {@link ActorContext#later} or
   *     {@link ActorContext#stash} returned for this command
   */
  Reply handle(C command, PersistentContext<E, S> ctx);

  /**
   * Called once for each instance, when its state is recovered and before its first command. Commands wait meanwhile.
   * An exception ends the start: {@link StartFailed}.
   */
  default void started(PersistentContext<E, S> ctx) {}

  /**
   * Called once for each started instance, after its last command and after its children have stopped: when the actor
   * stops or is passivated, and before a restart replaces the instance. It may still persist. An exception is logged
   * and changes nothing.
   */
  default void stopped(PersistentContext<E, S> ctx) {}
}
