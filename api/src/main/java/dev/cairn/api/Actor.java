package dev.cairn.api;

/**
 * An actor that stores nothing. Its fields are its memory; they are lost when it stops or is restarted. The runtime
 * calls it from one thread at a time, and each call sees the writes of the call before.
 *
 * @param <C> the commands: a sealed interface of records
 */
public interface Actor<C extends Command<?, ?>> {
  /**
   * Handles one command. May block. An exception fails the command: the asker gets {@link ActorFailed} with that
   * exception as its cause, and the {@link Supervision} of the type decides what happens to the actor.
   *
   * @return {@code command.reply(...)} or {@code command.refuse(...)}, or the value that {@link ActorContext#later} or
   *     {@link ActorContext#stash} returned for this command
   */
  Reply handle(C command, ActorContext ctx);

  /**
   * Called once for each instance, before its first command. Commands wait meanwhile. An exception ends the start: the
   * caller of {@code spawn} gets {@link StartFailed}.
   */
  default void started(ActorContext ctx) {}

  /**
   * Called once for each started instance, after its last command and after its children have stopped: when the actor
   * stops, and before a restart replaces the instance. An exception is logged and changes nothing.
   */
  default void stopped(ActorContext ctx) {}
}
