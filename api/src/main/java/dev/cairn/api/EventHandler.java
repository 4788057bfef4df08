package dev.cairn.api;

/**
 * Handles the events and withdrawals of a log, one at a time, on the virtual thread of its reader. Every exception or
 * error that it throws is logged and becomes the {@link EventLog.Following#trouble}; the same event comes again after a
 * pause, as often as needed. No event is skipped, and no exception or error ends a reader. After a restart the last
 * events may come again, so the handler must be idempotent: the actor and the sequence identify an event for good.
 */
@FunctionalInterface
public interface EventHandler {

  /** Handles an event. */
  void event(LoggedEvent event) throws Exception;

  /**
   * Handles the state of an actor, if the reader began with {@link EventLog.Start#SNAPSHOTS}. The state stands for all
   * events of the actor up to its sequence. These events may come as well.
   */
  default void state(LoggedState state) throws Exception {
    throw new UnsupportedOperationException(
        "The reader asked for states, and its handler has no method state(LoggedState).");
  }

  /**
   * Handles the withdrawal of events of an actor, for instance by a purge: deletes or corrects the results of these
   * events. A withdrawal comes in the order of the log and at least once; while this method throws, it comes again, as
   * an event does, and the reader does not pass it. A reader that starts late may get a withdrawal of events that it
   * never had. Events with a later sequence of the actor are not withdrawn. Of a {@link Withdrawal.Reason#FORGOTTEN
   * forgotten} actor no event comes from then on, also to a reader that begins anew.
   *
   * <p>Without this method a handler keeps its results of the withdrawn events. Its reader logs one warning about that.
   */
  default void withdrawn(Withdrawal withdrawal) throws Exception {}

  /**
   * Makes the results of every event so far durable: for a handler that gathers events and writes them together. Called
   * before the reader stores a checkpoint, where the log has no more events for now, and when the reader ends. While
   * this method throws, the checkpoint is not stored and the reader does not go on. A handler may write earlier too,
   * whenever it has gathered enough.
   *
   * @param through the offset that becomes the checkpoint: the last event that was handled, or a later one that did not
   *     pass the reader's filter
   */
  default void flush(LogOffset through) throws Exception {}

  /**
   * Handles the loss of events that this reader was given: their database has lost them, in a crash at {@link
   * Durability#OS}, or because a standby took over that lacked them. Every event that the reader was given after an
   * offset is lost. Take back what was made of them: the events that come next stand in their place, and may have their
   * sequences. While this method throws, it is called again, and the reader does not go on.
   *
   * <p>Without this method a handler keeps its results of the lost events. Its reader logs a warning about each loss.
   *
   * @param after the offset of the last event before the lost ones
   */
  default void lost(LogOffset after) throws Exception {}
}
