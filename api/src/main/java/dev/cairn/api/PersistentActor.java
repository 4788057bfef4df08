package dev.cairn.api;

/**
 * An actor whose state is the sum of its events. The runtime makes one instance for each identity that is active,
 * recovers its state before the first command, and calls it from one thread at a time.
 *
 * <p>State and events are immutable values. The state belongs to the runtime: it changes only when an event is
 * durable, so a failed command needs no undo. An actor may have fields for what need not survive; after a failure the
 * runtime goes on with a fresh instance and the last committed state.
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
   * Handles one command: decides, persists what happened, answers. An exception fails the command: the asker gets
   * {@link ActorFailed}, what was persisted before it stays persisted.
   *
   * @return {@code command.reply(...)} or {@code command.refuse(...)}
   */
  Reply handle(C command, PersistentContext<E, S> ctx);
}
