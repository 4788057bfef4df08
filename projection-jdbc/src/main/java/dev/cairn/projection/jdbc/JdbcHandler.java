package dev.cairn.projection.jdbc;

import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.Withdrawal;
import java.sql.Connection;
import java.util.List;

/**
 * Writes what a projection makes of events. All methods of one call run in one transaction, which also stores how far
 * the projection has come: both are durable, or neither. So every event takes effect exactly once in this database,
 * whatever crashes when. What a handler does elsewhere (a mail, a call) may happen again.
 *
 * <p>Called on a platform thread of its worker, one call at a time. With several workers the methods run at the same
 * time, for different actors. The connection belongs to the projection: it refuses {@code commit}, {@code rollback},
 * {@code close} and {@code setAutoCommit}. Close the statements.
 *
 * <p>What a method throws rolls the transaction back. An event that throws again and again is found among the others,
 * and the {@link FailurePolicy} says what becomes of it. While the database cannot be used, no event is to blame, and
 * the projection waits.
 */
@FunctionalInterface
public interface JdbcHandler {

  /** Writes what one event means. */
  void event(Connection connection, LoggedEvent event) throws Exception;

  /**
   * Writes what several events mean, in their order; by default one after the other. With a statement that is prepared
   * once and executed as a batch this is quicker.
   */
  default void events(Connection connection, List<LoggedEvent> events) throws Exception {
    for (LoggedEvent event : events) {
      event(connection, event);
    }
  }

  /**
   * Deletes or corrects what was made of withdrawn events, as {@link dev.cairn.api.EventHandler#withdrawn}. Without
   * this method the rows stay, and the projection logs one warning about that.
   */
  default void withdrawn(Connection connection, Withdrawal withdrawal) throws Exception {}

  /**
   * Takes back what was made of lost events, as {@link dev.cairn.api.EventHandler#lost}. Without this method the rows
   * stay, and the projection logs a warning.
   */
  default void lost(Connection connection, LogOffset after) throws Exception {}

  /**
   * Makes the tables of this version the ones that others read, for instance by a view. Called in the transaction that
   * makes this version the active one: {@link RunningProjection#switchOver}.
   */
  default void activate(Connection connection) throws Exception {}
}
