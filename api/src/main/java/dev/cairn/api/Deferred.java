package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/**
 * An answer that comes later. The first call of one of its methods decides; later calls change nothing and return
 * false. Any thread may call.
 *
 * @param <R> the type of the answer
 */
public non-sealed interface Deferred<R extends @Nullable Object> extends Reply {
  /** Answers. */
  boolean reply(R value);

  /** Refuses; the asker gets {@link Refused}. */
  boolean refuse(Object reason);

  /** Fails the command; the asker gets {@link ActorFailed} with this cause. No supervision follows. */
  boolean fail(Throwable cause);
}
