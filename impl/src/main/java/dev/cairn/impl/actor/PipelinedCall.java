package dev.cairn.impl.actor;

import org.jspecify.annotations.Nullable;

/**
 * The call of a pipelined actor's code that runs on the current thread. What the code does to others through Cairn
 * first waits for the events of its actor.
 */
final class PipelinedCall {
  private static final ThreadLocal<@Nullable PersistentHandlerContext<?, ?, ?>> RUNNING = new ThreadLocal<>();
  private static volatile boolean any;

  private PipelinedCall() {}

  static void begin(PersistentHandlerContext<?, ?, ?> called) {
    any = true;
    RUNNING.set(called);
  }

  static void end() {
    RUNNING.remove();
  }

  /** Called before an effect on others. Returns at once on a thread that runs no pipelined actor. */
  static void awaitDurable() {
    awaitDurable(null);
  }

  /** Called before a letter is sent to an actor. One to the actor itself does not wait: it does not leave the actor. */
  static void awaitDurable(@Nullable ActorCell<?> receiver) {
    PersistentHandlerContext<?, ?, ?> called = any ? RUNNING.get() : null;
    if (called != null && called.cell() != receiver) {
      called.awaitDurable();
    }
  }
}
