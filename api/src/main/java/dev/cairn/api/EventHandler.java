package dev.cairn.api;

/**
 * Takes the events of a log, one at a time, on a virtual thread of its own reader. What it throws,
 * exception or error of any kind, is logged and is the {@link EventLog.Following#trouble}; the same event comes again after a
 * pause, for as long as it takes. Nothing is skipped, and nothing that is thrown ends a reader. After a restart the last events before may come again, so what it
 * does must bear repetition: the actor and the sequence name an event for good.
 */
@FunctionalInterface
public interface EventHandler {

  /** Takes an event. */
  void event(LoggedEvent event) throws Exception;

  /**
   * Takes the state of an actor, where the reader asked for {@link EventLog.Start#SNAPSHOTS}: it stands for all events of
   * the actor up to its sequence. These may come as well.
   */
  default void state(LoggedState state) throws Exception {
    throw new UnsupportedOperationException(
        "The reader asked for states, and its handler has no method state(LoggedState).");
  }
}
