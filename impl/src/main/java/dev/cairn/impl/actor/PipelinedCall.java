package dev.cairn.impl.actor;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The call of a pipelined actor's code that runs on the current thread. What the code does to others through Cairn
 * first waits for the events of its actor. A thread keeps its object: to set the thread's variable for each call would
 * cost more than the rest of it.
 */
final class PipelinedCall {
  private static final ThreadLocal<PipelinedCall> ON_THREAD = ThreadLocal.withInitial(PipelinedCall::new);
  private static volatile boolean any;

  private @Nullable PersistentHandlerContext<?, ?, ?> running;

  private PipelinedCall() {}

  static void begin(PersistentHandlerContext<?, ?, ?> called) {
    if (!any) {
      any = true;
    }
    ON_THREAD.get().running = called;
  }

  static void end() {
    ON_THREAD.get().running = null;
  }

  /** Called before an effect on others. Returns at once on a thread that runs no pipelined actor. */
  static void awaitDurable() {
    awaitDurable(() -> null);
  }

  /** Called before a letter is sent to an actor. One to the actor itself does not wait: it does not leave the actor. */
  static void awaitDurable(Supplier<? extends @Nullable ActorCell<?>> receiver) {
    PersistentHandlerContext<?, ?, ?> called =
        any && Thread.currentThread().isVirtual() ? ON_THREAD.get().running : null;
    if (called != null && called.cell() != receiver.get()) {
      called.awaitDurable();
    }
  }
}
