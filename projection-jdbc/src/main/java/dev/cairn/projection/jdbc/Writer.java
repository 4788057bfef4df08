package dev.cairn.projection.jdbc;

import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches, each transaction with the progress of the worker. Where a transaction fails it tries a half of it,
 * until one entry is left that the handler refuses; what was before that entry is written by then. Used by one thread.
 *
 * <pre>
 *   lock the row and move its offset, if epoch and offset are as this runner left them
 *     | otherwise: the batch is written already, or another runner writes
 *   the handler, with the events
 *   commit
 * </pre>
 */
final class Writer {
  private static final System.Logger LOG = System.getLogger(Writer.class.getName());

  private final Settings settings;
  private final ProgressRows progress;
  private final Session session;
  private final boolean hearsWithdrawals;
  private volatile Progress own;
  private int limit;
  private @Nullable LogOffset blamed;
  private int attempts;
  private boolean warned;
  private boolean handed;

  Writer(Settings settings, ProgressRows progress, Session session, Progress own) {
    this.settings = settings;
    this.progress = progress;
    this.session = session;
    this.own = own;
    this.limit = settings.batchEvents();
    this.hearsWithdrawals = hears("withdrawn", dev.cairn.api.Withdrawal.class);
  }

  Progress own() {
    return own;
  }

  /**
   * Writes all of a batch, or throws: then what is written has left it, and a repeat goes on with the rest.
   *
   * @throws Overtaken if another runner writes now
   * @throws ProjectionStopped if the handler has refused an entry too often
   */
  void write(Batch batch) throws Exception {
    while (!batch.isDone()) {
      int count = Math.min(limit, batch.size());
      long began = System.nanoTime();
      try {
        if (!attempt(batch.first(count), batch.after(count))) {
          catchUp(batch);
          continue;
        }
      } catch (Throwable e) {
        failed(batch, count, e);
        continue;
      }
      batch.written(count);
      fit(count, System.nanoTime() - began);
    }
  }

  /** False if the row is not as this runner left it. */
  private boolean attempt(List<Entry> entries, LogOffset through) throws Exception {
    handed = false;
    if (!progress.move(session, own, through, entries.size())) {
      return false;
    }
    handed = true; // what fails from here on may be the handler's: at the commit a deferred constraint
    if (!entries.isEmpty()) {
      hand(entries, HandlerConnection.of(session.connection()));
    }
    session.commit();
    own = own.after(through, entries.size());
    return true;
  }

  private void hand(List<Entry> entries, Connection connection) throws Exception {
    List<LoggedEvent> events = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      switch (entry) {
        case Entry.Event event -> events.add(event.event());
        case Entry.Withdrawn withdrawn -> {
          handEvents(events, connection);
          warn(withdrawn);
          settings.handler().withdrawn(connection, withdrawn.withdrawal());
        }
        case Entry.Lost lost -> {
          handEvents(events, connection);
          settings.handler().lost(connection, lost.offset());
        }
      }
    }
    handEvents(events, connection);
  }

  private void handEvents(List<LoggedEvent> events, Connection connection) throws Exception {
    if (!events.isEmpty()) {
      settings.handler().events(connection, List.copyOf(events));
      events.clear();
    }
  }

  private void warn(Entry.Withdrawn withdrawn) {
    if (!hearsWithdrawals && !warned) {
      warned = true;
      LOG.log(System.Logger.Level.WARNING, () -> "The handler of the projection " + settings.name()
          + " has no method withdrawn(Connection, Withdrawal): its rows of withdrawn events stay. The first was "
          + withdrawn.words() + ".");
    }
  }

  private boolean hears(String method, Class<?> parameter) {
    try {
      return settings.handler().getClass().getMethod(method, Connection.class, parameter)
          .getDeclaringClass() != JdbcHandler.class;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  /** After a commit of which nobody knew whether it was done, or after another runner has come. */
  private void catchUp(Batch batch) throws SQLException {
    session.rollback();
    Progress now = progress.require(session, own.worker());
    boolean back = !now.offset().storeId().equals(own.offset().storeId())
        || now.offset().position().compareTo(own.offset().position()) < 0;
    if (now.epoch() != own.epoch() || back) {
      throw new Overtaken(settings.words(own.worker()) + " was taken by another runner, or its database went back.");
    }
    batch.passTo(now.offset());
    own = now;
  }

  /** Finds who is to blame; throws where it is worth a pause. */
  private void failed(Batch batch, int count, Throwable failure) throws Exception {
    boolean sound = session.rollback();
    if (!sound || !handed || count == 0 || DatabaseTrouble.is(failure) || failure instanceof InterruptedException) {
      rethrow(failure);
    } else if (count > 1) {
      limit = count / 2;
    } else {
      blame(batch, failure);
    }
  }

  private void blame(Batch batch, Throwable failure) throws Exception {
    Entry entry = batch.first(1).get(0);
    attempts = entry.offset().equals(blamed) ? attempts + 1 : 1;
    blamed = entry.offset();
    FailurePolicy policy = settings.onFailure();
    if (policy.action() == FailurePolicy.Action.RETRY || attempts < policy.attempts()) {
      rethrow(failure);
    }
    if (policy.action() == FailurePolicy.Action.STOP) {
      throw new ProjectionStopped("The handler has refused " + entry.words() + ", " + attempts + " times, so "
          + settings.words(own.worker()) + " has stopped before it: " + text(failure), failure);
    }
    skip(batch, entry, failure);
  }

  private void skip(Batch batch, Entry entry, Throwable failure) throws SQLException {
    LogOffset through = batch.after(1);
    boolean skipped = session.transaction(written -> {
      boolean mine = progress.move(written, own, through, 1);
      if (mine) {
        progress.bury(written, entry, text(failure));
      }
      return mine;
    });
    if (!skipped) {
      catchUp(batch);
      return;
    }
    own = own.after(through, 1);
    batch.written(1);
    LOG.log(System.Logger.Level.WARNING, () -> settings.words(own.worker()) + " has skipped " + entry.words()
        + " after " + settings.onFailure().attempts() + " attempts. Which one it was stands in the table "
        + settings.tables().deadLetters() + ".", failure);
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? "no reason was given." : message;
  }

  private static void rethrow(Throwable failure) throws Exception {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (Exception) failure;
  }

  /** Fits the transactions to the time that they may take. */
  private void fit(int count, long nanos) {
    long most = settings.batchTime().toNanos();
    if (nanos > most) {
      limit = Math.max(1, count / 2);
    } else if (nanos < most / 2) {
      limit = Math.min(settings.batchEvents(), Math.max(limit, 2 * count));
    }
  }
}
