package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/**
 * Every outcome of an ask, for a {@code switch}.
 *
 * @param <R> the type of the value
 */
public sealed interface Answer<R extends @Nullable Object> {

  /**
   * The actor answered.
   *
   * @param value the answer
   */
  record Ok<R extends @Nullable Object>(R value) implements Answer<R> {}

  /**
   * The actor refused the command.
   *
   * @param reason the actor's reason
   */
  record No<R extends @Nullable Object>(Object reason) implements Answer<R> {}

  /**
   * A command with this id was executed before.
   *
   * @param sequence the sequence of its last event
   */
  record Done<R extends @Nullable Object>(long sequence) implements Answer<R> {}

  /**
   * There is no answer; the exception says what is known about the command.
   *
   * @param cause never {@link Refused} or {@link AlreadyDone}
   */
  record Failed<R extends @Nullable Object>(CairnException cause) implements Answer<R> {}
}
