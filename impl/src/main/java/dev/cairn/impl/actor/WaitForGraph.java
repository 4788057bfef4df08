package dev.cairn.impl.actor;

import dev.cairn.api.AskCycle;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which thread waits for which actor. An actor runs on one thread, so from an actor to its thread, to the actor that
 * this thread waits for, and so on: who comes back to himself would wait for ever. Platform threads run no actors.
 */
final class WaitForGraph {
  private static final int FARTHEST = 1_000;
  private static final ConcurrentHashMap<Thread, ActorCell<?>> WAITING = new ConcurrentHashMap<>();

  private WaitForGraph() {}

  /**
   * Says that the current thread will wait for an actor; false if nobody needs to know. To be ended with {@link #end}.
   */
  static boolean begin(ActorCell<?> target) {
    Thread me = Thread.currentThread();
    if (!me.isVirtual()) {
      return false;
    }
    WAITING.put(me, target);
    return true;
  }

  static void end() {
    WAITING.remove(Thread.currentThread());
  }

  /** The circle that waiting for an actor would close, or null. Call it when {@link #begin} has said who is awaited. */
  static @Nullable String cycle(ActorCell<?> target) {
    Thread me = Thread.currentThread();
    StringBuilder way = new StringBuilder();
    ActorCell<?> cell = target;
    for (int steps = 0; cell != null && steps < FARTHEST; steps++) {
      Thread running = cell.thread();
      if (running == null) {
        return null;
      }
      way.append(steps == 0 ? "" : " waits for ").append(cell.path());
      if (running == me) {
        return way + (steps == 0 ? " asks itself" : ", which asks");
      }
      cell = WAITING.get(running);
    }
    return null;
  }

  /** Says that the current thread will wait for an actor, unless that would be for ever. */
  static boolean beginOrRefuse(ActorCell<?> target) {
    if (!begin(target)) {
      return false;
    }
    String circle = cycle(target);
    if (circle != null) {
      end();
      throw new AskCycle(circle);
    }
    return true;
  }
}
