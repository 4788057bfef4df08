package dev.cairn.api;

/**
 * An actor that stores nothing: what it knows is in its fields, and gone when it stops or is restarted. The runtime
 * calls it from one thread at a time, and each call sees what the one before it wrote.
 *
 * @param <C> the commands: a sealed interface of records
 */
public interface Actor<C extends Command<?, ?>> {
  /**
   * Handles one command. May block. An exception fails the command: the asker gets {@link ActorFailed} with that
   * exception as its cause, and the {@link Supervision} of the type decides how the actor goes on.
   *
   * @return {@code command.reply(...)} or {@code command.refuse(...)}, or what {@link ActorContext#later} or
   *     {@link ActorContext#stash} returned for this command
   */
  Reply handle(C command, ActorContext ctx);

  /**
   * Called once for each instance, before its first command. Commands wait meanwhile. An exception ends the start: who
   * spawned the actor gets {@link StartFailed}.
   */
  default void started(ActorContext ctx) {}

  /**
   * Called once for each instance that was started, after its last command and after its children have stopped: when it
   * stops, and before a restart replaces it. An exception is logged and changes nothing.
   */
  default void stopped(ActorContext ctx) {}
}
