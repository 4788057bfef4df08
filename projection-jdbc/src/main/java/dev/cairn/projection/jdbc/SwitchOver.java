package dev.cairn.projection.jdbc;

import dev.cairn.api.EventLog;
import dev.cairn.api.LogOffset;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Replaces the active version of a projection by another one.
 *
 * <pre>
 *   this version has caught up
 *     the active one: PAUSED, its runners are overtaken ------------------+
 *       this version comes to where the other one stands                  | too late, failed: ACTIVE again
 *         one transaction: PAUSED to RETIRED, BUILDING to ACTIVE, activate +
 *           the readers of the retired one are dropped
 * </pre>
 *
 * Where the process dies in between, the paused one goes on by itself after a while.
 */
final class SwitchOver {
  private static final System.Logger LOG = System.getLogger(SwitchOver.class.getName());

  private final Settings settings;
  private final ProgressRows progress;
  private final EventLog log;
  private final RunningProjection running;

  SwitchOver(Settings settings, EventLog log, RunningProjection running) {
    this.settings = settings;
    this.progress = new ProgressRows(settings);
    this.log = log;
    this.running = running;
  }

  boolean run(long deadline) throws SQLException {
    while (true) {
      try {
        return tryIt(deadline);
      } catch (Overtaken e) {
        LOG.log(System.Logger.Level.INFO, e.getMessage());
        if (System.nanoTime() - deadline >= 0) {
          return false;
        }
      }
    }
  }

  private boolean tryIt(long deadline) throws SQLException {
    if (isActive()) {
      return true;
    }
    if (!running.awaitCaughtUp(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
      return false;
    }
    try (Session session = new Session(settings.database())) {
      List<Progress> paused = session.transaction(this::pauseOthers);
      boolean done = false;
      try {
        done = hasComeTo(paused, deadline) && session.transaction(asked -> activate(asked, paused));
      } finally {
        if (!done) {
          session.transaction(asked -> goOn(asked, paused));
        }
      }
      if (done) {
        paused.forEach(gone -> log.drop(settings.reader(gone.version(), gone.worker())));
      }
      return done;
    }
  }

  private boolean isActive() throws SQLException {
    try (Session session = new Session(settings.database())) {
      return session.transaction(progress::all).stream()
          .anyMatch(row -> row.version() == settings.version() && row.state() == Progress.State.ACTIVE);
    }
  }

  private List<Progress> pauseOthers(Session session) throws SQLException {
    progress.lock(session);
    for (Progress row : others(session)) {
      progress.become(session, row, row.state(), Progress.State.PAUSED);
    }
    return others(session);
  }

  private List<Progress> others(Session session) throws SQLException {
    return progress.all(session).stream().filter(row -> row.version() != settings.version())
        .filter(row -> row.state() == Progress.State.ACTIVE || row.state() == Progress.State.PAUSED).toList();
  }

  private boolean hasComeTo(List<Progress> paused, long deadline) {
    Optional<LogOffset> furthest =
        paused.stream().map(Progress::offset).max(Comparator.comparing(LogOffset::position));
    return furthest.isEmpty() || running.await(deadline, furthest.get());
  }

  private boolean activate(Session session, List<Progress> paused) throws SQLException {
    for (Progress row : paused) {
      require(progress.become(session, row, Progress.State.PAUSED, Progress.State.RETIRED));
    }
    for (Progress row : progress.all(session)) {
      if (row.version() == settings.version()) {
        require(progress.activate(session, row));
      }
    }
    try {
      settings.handler().activate(HandlerConnection.of(session.connection()));
    } catch (SQLException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ProjectionStopped("The handler of the projection " + settings.name() + " could not activate version "
          + settings.version() + ", so the former version goes on.", e);
    }
    return true;
  }

  private void require(boolean changed) {
    if (!changed) {
      throw new Overtaken("The former version of the projection " + settings.name() + " went on before version "
          + settings.version() + " had come as far; it is paused again.");
    }
  }

  private boolean goOn(Session session, List<Progress> paused) throws SQLException {
    for (Progress row : paused) {
      progress.become(session, row, Progress.State.PAUSED, Progress.State.ACTIVE);
    }
    return true;
  }
}
