package dev.cairn.api;

/** A subscription to an {@link EventStream}. Any thread may call. */
public interface Subscription extends AutoCloseable {
  /** How many events were dropped because too many waited. */
  long dropped();

  /** Ends the subscription; waiting events are not delivered. A second call does nothing. */
  @Override
  void close();
}
