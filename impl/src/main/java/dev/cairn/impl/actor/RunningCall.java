package dev.cairn.impl.actor;

import dev.cairn.impl.mailbox.Origin;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The call of an actor's code that runs on the current thread, where somebody has to know it: what the code of a
 * pipelined actor does to others through Cairn first waits for the events of its actor, and what the handler of a
 * command with an id or an origin sends carries these on. A thread keeps its object: to set the thread's variable for
 * each call would cost more than the rest of it.
 */
final class RunningCall {
  private static final ThreadLocal<RunningCall> ON_THREAD = ThreadLocal.withInitial(RunningCall::new);
  private static volatile boolean any;

  private @Nullable InstanceCalls<?> running;

  private RunningCall() {}

  static void begin(InstanceCalls<?> called) {
    if (!any) {
      any = true;
    }
    ON_THREAD.get().running = called;
  }

  static void end() {
    ON_THREAD.get().running = null;
  }

  private static @Nullable InstanceCalls<?> here() {
    return any && Thread.currentThread().isVirtual() ? ON_THREAD.get().running : null;
  }

  /** What a command carries that is sent now. */
  static @Nullable Origin origin() {
    InstanceCalls<?> called = here();
    return called == null ? null : called.carriedOn();
  }

  /** Called before an effect on others. Returns at once on a thread that runs no pipelined actor. */
  static void awaitDurable() {
    awaitDurable(() -> null);
  }

  /** Called before a letter is sent to an actor. One to the actor itself does not wait: it does not leave the actor. */
  static void awaitDurable(Supplier<? extends @Nullable ActorCell<?>> receiver) {
    InstanceCalls<?> called = here();
    if (called != null && called.isPipelined() && called.cell() != receiver.get()) {
      called.awaitOwnDurable();
    }
  }
}
