package dev.cairn.api;

import java.util.function.Consumer;

/**
 * A publish-subscribe bus within a system: in memory, at most once, without replay for late subscribers. The runtime
 * publishes {@link DeadLetter}s; actors may publish values of their own. Any thread may call.
 */
public interface EventStream {
  /** Hands an event to every subscription to its class or a supertype. Never waits. */
  void publish(Object event);

  /**
   * Calls a consumer for every event of a class from now on, one at a time, on a thread of its own. Events that one
   * thread published come in their order. An exception is logged.
   *
   * @param waiting how many events may wait for the consumer, from 1; one more is dropped and counted
   */
  <T> Subscription subscribe(Class<T> events, int waiting, Consumer<? super T> consumer);
}
