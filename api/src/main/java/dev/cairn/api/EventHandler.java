package dev.cairn.api;

/**
 * Takes the events of a log, one at a time, on a virtual thread of its own reader, and hears what was withdrawn of
 * them. What it throws, exception or error of any kind, is logged and is the {@link EventLog.Following#trouble}; the
 * same event comes again after a pause, for as long as it takes. Nothing is skipped, and nothing that is thrown ends a
 * reader. After a restart the last events before may come again, so what it does must bear repetition: the actor and
 * the sequence name an event for good.
 */
@FunctionalInterface
public interface EventHandler {

  /** Takes an event. */
  void event(LoggedEvent event) throws Exception;

  /**
   * Takes the state of an actor, where the reader asked for {@link EventLog.Start#SNAPSHOTS}: it stands for all events
   * of the actor up to its sequence. These may come as well.
   */
  default void state(LoggedState state) throws Exception {
    throw new UnsupportedOperationException(
        "The reader asked for states, and its handler has no method state(LoggedState).");
  }

  /**
   * Hears that events of an actor were taken away, by a purge for one: deletes or corrects what was made of them. Comes
   * in the order of the log, at least once, and again and again while this throws, as an event does; the reader does
   * not pass it before. Whoever starts late may hear of events that it never had. What it has of a later sequence of
   * the actor is not withdrawn.
   *
   * <p>Without this method a handler keeps what it made of those events. Its reader says so once in the log, as a
   * warning.
   */
  default void withdrawn(Withdrawal withdrawal) throws Exception {}
}
