package dev.cairn.projection.jdbc;

import dev.cairn.api.EventLog;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the row of a worker, and gives it back. Whoever takes it gets the next epoch, with which alone rows can be
 * written; so two that both think that it is theirs do not double anything, and the owner and the beat only spare them
 * the quarrel. No clocks are compared: a row whose owner is alive changes, and one that has not changed for a while, as
 * the waiting one measures it, is free. Used by one thread.
 */
final class Turn {
  private static final System.Logger LOG = System.getLogger(Turn.class.getName());

  private final Settings settings;
  private final ProgressRows progress;
  private final int worker;
  private final String owner;
  private @Nullable Progress seen;
  private long seenAt;
  private boolean registered;

  Turn(Settings settings, ProgressRows progress, int worker, String owner) {
    this.settings = settings;
    this.progress = progress;
    this.worker = worker;
    this.owner = owner;
  }

  /**
   * Takes the row, if it is free; empty if it is to be tried again later.
   *
   * @throws ProjectionStopped if this version must not run any more
   */
  Optional<Progress> tryIt(Session session, EventLog log) throws SQLException {
    Progress row = registered(session, log);
    if (row.state() == Progress.State.RETIRED) {
      throw new ProjectionStopped("The projection " + settings.name() + " " + settings.version()
          + " is retired: another version is active. Remove it once its tables are not read any more.", null);
    }
    boolean free = row.owner().isEmpty() || isUnchanged(row);
    if (row.state() == Progress.State.PAUSED) {
      goOn(session, row);
      return Optional.empty();
    }
    if (!free || !session.transaction(asked -> progress.claim(asked, row, owner))) {
      return Optional.empty();
    }
    seen = null;
    return session.transaction(asked -> progress.one(asked, worker)).filter(own -> own.epoch() == row.epoch() + 1);
  }

  private Progress registered(Session session, EventLog log) throws SQLException {
    if (!registered) {
      progress.create(session);
      try {
        session.transaction(asked -> {
          progress.register(asked, log.start());
          return owner;
        });
      } catch (SQLException e) {
        if (session.transaction(asked -> progress.one(asked, worker)).isEmpty()) {
          throw e; // otherwise another runner was quicker
        }
      }
      registered = true;
    }
    return progress.require(session, worker);
  }

  /** Whoever paused this version to replace it has not done so: it goes on. */
  private void goOn(Session session, Progress row) throws SQLException {
    if (isUnchanged(row) && session.transaction(
        asked -> progress.become(asked, row, Progress.State.PAUSED, Progress.State.ACTIVE))) {
      LOG.log(System.Logger.Level.WARNING, () -> settings.words(worker)
          + " goes on: it was paused so that another version could become active, and none did.");
    }
  }

  /** Whether the row has not changed for as long as an owner that is alive would not leave it. */
  private boolean isUnchanged(Progress now) {
    Progress before = seen;
    if (before == null || before.epoch() != now.epoch() || before.beat() != now.beat()) {
      seen = now;
      seenAt = System.nanoTime();
      return false;
    }
    return System.nanoTime() - seenAt >= settings.takeOverAfter().toNanos();
  }

  /**
   * Shows that the owner is alive. False if another runner is the owner; a database that cannot be used tells nothing.
   */
  boolean beat(Session session, Progress own) {
    try {
      return session.transaction(asked -> progress.beat(asked, own));
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> settings.words(worker) + " cannot use its database.", e);
      return true;
    }
  }

  void giveBack(Session session, Progress own) {
    try {
      session.rollback();
      session.transaction(asked -> {
        progress.release(asked, own);
        return own;
      });
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.WARNING, () -> settings.words(worker) + " could not say that it has ended; another"
          + " runner takes over after " + settings.takeOverAfter().toMillis() + " ms.", e);
    }
  }
}
