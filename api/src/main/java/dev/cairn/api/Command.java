package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/**
 * A message to an actor, with the type of its answer. An actor's commands are records under one sealed interface:
 *
 * <pre>{@code
 * sealed interface AccountCommand<R> extends Command<AccountCommand<?>, R> {}
 * record Deposit(long cents) implements AccountCommand<Long> {}
 * }</pre>
 *
 * Commands are immutable values: they pass from thread to thread and are not copied.
 *
 * @param <C> the actor's sealed command interface, with a wildcard for the answer
 * @param <R> the type of the answer
 */
public interface Command<C, R extends @Nullable Object> {

  /** Answers this command. The handler returns the result. */
  default Reply reply(R value) {
    return new Reply.Value(this, value);
  }

  /**
   * Refuses this command: the actor's own decision, not a failure. The asker gets {@link Refused}.
   *
   * @param reason a text or, for askers that switch over it, an enum constant or a record
   */
  default Reply refuse(Object reason) {
    return new Reply.Refusal(this, reason);
  }
}
