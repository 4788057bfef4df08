package dev.cairn.api;

import java.util.function.Consumer;

/**
 * What happens inside a system, for whoever wants to hear it: in memory, at most once, nothing for late comers. {@link
 * DeadLetter}s are published here; actors may publish values of their own. Any thread may call.
 */
public interface EventStream {
  /** Hands an event to every subscription whose class it is an instance of. Never waits. */
  void publish(Object event);

  /**
   * Calls a consumer for every event of a class from now on, in the order in which one thread published them, one at a
   * time, on a thread of its own. What it throws is logged.
   *
   * @param waiting how many events may wait for it, from 1; one more is dropped and counted
   */
  <T> Subscription subscribe(Class<T> events, int waiting, Consumer<? super T> consumer);
}
