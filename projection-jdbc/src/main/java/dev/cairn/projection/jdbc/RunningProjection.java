package dev.cairn.projection.jdbc;

import dev.cairn.api.EventLog;
import dev.cairn.api.LogOffset;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A projection that runs in this process, or waits for its turn. Any thread may call. */
public final class RunningProjection implements AutoCloseable {
  private static final long LOOK_NANOS = 2_000_000;

  private final Settings settings;
  private final EventLog log;
  private final List<WorkerLoop> loops = new ArrayList<>();

  /** What a worker does. */
  public enum WorkerState {
    /** It waits for its row in the database: another runner has it, or the database cannot be used. */
    WAITING,
    /** It writes. */
    RUNNING,
    /** It has ended, because it was closed or must not go on. */
    STOPPED
  }

  /**
   * A worker of this runner.
   *
   * @param number its number, from 0
   * @param reader the name of its reader of the log, as {@link EventLog#readers} shows it
   * @param state what it does
   * @param offset how far its rows are, while it runs
   * @param trouble why it does not go on, if so
   */
  public record Worker(int number, String reader, WorkerState state, Optional<LogOffset> offset,
      Optional<Throwable> trouble) {}

  RunningProjection(Settings settings, EventLog log, String owner) {
    this.settings = settings;
    this.log = log;
    for (int number = 0; number < settings.workers(); number++) {
      loops.add(new WorkerLoop(settings, log, number, owner));
    }
    loops.forEach(WorkerLoop::start);
  }

  /** The name of the projection. */
  public String name() {
    return settings.name();
  }

  /** Its version. */
  public int version() {
    return settings.version();
  }

  /** Its workers, by their numbers. */
  public List<Worker> workers() {
    return loops.stream().map(loop -> new Worker(loop.number(), settings.reader(loop.number()), loop.state(),
        loop.offset(), loop.trouble())).toList();
  }

  /**
   * Waits until what the log held at the call is in the database, written by this runner.
   *
   * @return false if it was not within this time
   */
  public boolean awaitCaughtUp(Duration atMost) {
    LogOffset end = log.end();
    return await(System.nanoTime() + atMost.toNanos(), end);
  }

  boolean await(long deadline, LogOffset end) {
    while (!loops.stream().allMatch(loop -> loop.hasReached(end))) {
      if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }

  /**
   * Makes this version the active one, once it has caught up. In one transaction the former version is retired, this
   * one becomes active, and {@link JdbcHandler#activate} runs. Before that the former one pauses for as long as this
   * one needs for its last events. Its runners stop, wherever they run, and its readers are dropped; its tables stay.
   * Where this version is the active one, nothing happens.
   *
   * @return true if this version is the active one now; false if that was not possible within this time: the former
   *     version goes on
   * @throws SQLException if the database cannot be used; {@link JdbcProjection#progress} tells which version is active
   * @throws ProjectionStopped if {@link JdbcHandler#activate} has thrown: the former version goes on
   */
  public boolean switchOver(Duration atMost) throws SQLException {
    return new SwitchOver(settings, log, this).run(System.nanoTime() + atMost.toNanos());
  }

  /**
   * Ends after the events that were read are written. A second call waits for the first. Close it before its system.
   */
  @Override
  public void close() {
    List<Thread> closing = loops.stream().map(loop -> Thread.ofVirtual().start(loop::close)).toList();
    closing.forEach(WorkerLoop::awaitEnd);
  }
}
