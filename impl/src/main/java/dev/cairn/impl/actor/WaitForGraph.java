package dev.cairn.impl.actor;

import dev.cairn.api.AskCycle;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which thread waits for which actor. An actor runs on one thread, and this thread may wait for another actor, and so
 * on. A thread that finds itself on this way would wait for ever. Platform threads run no actors, and are not in the
 * graph.
 */
final class WaitForGraph {
  private static final int FARTHEST = 1_000;
  private static final ConcurrentHashMap<Thread, ActorCell<?>> WAITING = new ConcurrentHashMap<>();

  private WaitForGraph() {}

  /** Adds that the current thread waits for an actor, until {@link #end}; false for a platform thread. */
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

  /** The cycle that waiting for an actor would close, in words, or null. Call {@link #begin} before. */
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
      ActorCell<?> next = WAITING.get(running);
      if (cell.thread() != running) {
        return null; // the thread has gone on to another actor, and may wait for that
      }
      cell = next;
    }
    return null;
  }

  /**
   * Does the same as {@link #begin}.
   *
   * @throws AskCycle if the current thread would wait for ever
   */
  static boolean beginOrRefuse(ActorCell<?> target) {
    if (!begin(target)) {
      return false;
    }
    String cycle = cycle(target);
    if (cycle != null) {
      end();
      throw new AskCycle(cycle);
    }
    return true;
  }
}
