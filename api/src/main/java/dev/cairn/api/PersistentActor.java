package dev.cairn.api;

/**
 * An actor whose state is the sum of its events. The runtime makes one instance for each identity that is active,
 * recovers its state before the first command, and calls it from one thread at a time.
 *
 * <p>State and events are immutable values. The state belongs to the runtime: it changes only when an event is
 * durable, so a failed command needs no undo. The runtime makes its lists, sets and maps unmodifiable, also those in
 * its records, by making these records anew; it cannot protect arrays. An actor may have fields for what need not
 * survive; after a failure the runtime goes on with a fresh instance and the last committed state.
 *
 * @param <C> the commands
 * @param <E> the events: a sealed interface of records, or one record
 * @param <S> the state: a record, or a sealed interface of records
 */
public interface PersistentActor<C extends Command<?, ?>, E, S> {

  /** Returns the state before the first event. Always the same. */
  S initialState();

  /**
   * Returns the state after one more event. Deterministic, without side effects, changes neither argument. It runs
   * before an event is stored, where an exception rejects the event and nothing is stored, and again at every
   * recovery.
   */
  S apply(S state, E event);

  /**
   * Handles one command: decides, persists what happened, answers. May block. What was persisted stays persisted,
   * whatever comes after it. An exception fails the command: a {@link PersistException} that this call of {@code
   * persist} has thrown reaches the asker as it is, everything else as the cause of an {@link ActorFailed}. Then the
   * {@link Supervision} of the type decides how the actor goes on; its state is the last committed one.
   *
   * @return {@code command.reply(...)} or {@code command.refuse(...)}, or what {@link ActorContext#later} or
   *     {@link ActorContext#stash} returned for this command
   */
  Reply handle(C command, PersistentContext<E, S> ctx);

  /**
   * Called once for each instance, when its state is recovered and before its first command. Commands wait meanwhile.
   * An exception ends the start: {@link StartFailed}.
   */
  default void started(PersistentContext<E, S> ctx) {}

  /**
   * Called once for each instance that was started, after its last command and after its children have stopped: when it
   * stops or is passivated, and before a restart replaces it. It may still persist. An exception is logged and changes
   * nothing.
   */
  default void stopped(PersistentContext<E, S> ctx) {}
}
