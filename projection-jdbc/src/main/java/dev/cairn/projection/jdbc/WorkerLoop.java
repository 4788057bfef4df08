package dev.cairn.projection.jdbc;

import dev.cairn.api.EventLog;
import dev.cairn.api.LogOffset;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.projection.jdbc.RunningProjection.WorkerState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One worker of a projection, on a platform thread of its own, which makes every call of the database.
 *
 * <pre>
 *   wait until the row is free ---> follow the log from its offset, write batches, beat --+
 *     ^                                                                                  |
 *     +---- overtaken ------------------------------------------------------------------+--- stopped
 * </pre>
 */
final class WorkerLoop {
  private static final System.Logger LOG = System.getLogger(WorkerLoop.class.getName());
  private static final int BEATS = 4;
  private static final int MOST_REFUSALS = 8;
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Settings settings;
  private final EventLog log;
  private final int number;
  private final ProgressRows progress;
  private final Turn turn;
  private final BlockingQueue<FutureTask<?>> tasks = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile @Nullable Term term;
  private volatile WorkerState state = WorkerState.WAITING;
  private volatile @Nullable Throwable trouble;
  private volatile boolean closed;
  private int refusals;

  /** One time as the owner of the row. */
  private record Term(Writer writer, Gathering gathering, EventLog.Following following) {}

  WorkerLoop(Settings settings, EventLog log, int number, String owner) {
    this.settings = settings;
    this.log = log;
    this.number = number;
    this.progress = new ProgressRows(settings);
    this.turn = new Turn(settings, progress, number, owner);
    this.thread = Thread.ofPlatform().daemon().name("projection " + settings.reader(number)).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  int number() {
    return number;
  }

  WorkerState state() {
    return state;
  }

  Optional<LogOffset> offset() {
    Term now = term;
    return now == null ? Optional.empty() : Optional.of(now.writer().own().offset());
  }

  Optional<Throwable> trouble() {
    Term now = term;
    Throwable own = trouble;
    return own != null || now == null ? Optional.ofNullable(own) : now.following().trouble();
  }

  /** Whether everything up to an offset is written, by this runner. */
  boolean hasReached(LogOffset end) {
    Term now = term;
    if (now == null || state != WorkerState.RUNNING) {
      return false;
    }
    LogOffset reached = now.following().offset(); // before it is asked whether all that was given is written
    return isAt(now.writer().own().offset(), end) || now.gathering().isEmpty() && isAt(reached, end);
  }

  private static boolean isAt(LogOffset offset, LogOffset end) {
    return offset.position().compareTo(end.position()) >= 0;
  }

  /** Ends after what was given is written. */
  void close() {
    closed = true;
    submit(new FutureTask<>(() -> {}, number)); // wakes it
    if (thread != Thread.currentThread()) {
      awaitEnd(thread);
    }
  }

  /** Waits for the end of a thread; an interrupt does not end the wait, and is kept. */
  static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void submit(FutureTask<?> task) {
    tasks.add(task);
    if (!thread.isAlive()) {
      cancelAll();
    }
  }

  private void cancelAll() {
    for (FutureTask<?> task = tasks.poll(); task != null; task = tasks.poll()) {
      task.cancel(false);
    }
  }

  private void run() {
    try (Session session = new Session(settings.database())) {
      while (!closed && state != WorkerState.STOPPED) {
        Progress own = awaitTurn(session);
        if (own != null) {
          work(session, own);
        }
      }
    } catch (Throwable e) {
      stop(e);
    } finally {
      state = WorkerState.STOPPED;
      cancelAll();
    }
  }

  /** Null if it was closed, or has stopped. */
  private @Nullable Progress awaitTurn(Session session) {
    state = WorkerState.WAITING;
    long pause = FIRST_PAUSE_NANOS;
    while (!closed) {
      try {
        Optional<Progress> own = turn.tryIt(session, log);
        trouble = null;
        if (own.isPresent()) {
          return own.get();
        }
        pause(beatNanos());
        pause = FIRST_PAUSE_NANOS;
      } catch (SQLException e) {
        trouble = e;
        long waited = pause;
        LOG.log(System.Logger.Level.WARNING, () -> settings.words(number) + " cannot use its database; it tries again"
            + " in " + Duration.ofNanos(waited).toMillis() + " ms.", e);
        session.rollback();
        pause(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
      } catch (ProjectionStopped e) {
        stop(e);
        return null;
      }
    }
    return null;
  }

  private void stop(Throwable why) {
    trouble = why;
    state = WorkerState.STOPPED;
    LOG.log(System.Logger.Level.ERROR, () -> settings.words(number) + " has stopped.", why);
  }

  private long beatNanos() {
    return Math.max(1, settings.takeOverAfter().toNanos() / BEATS);
  }

  private void pause(long nanos) {
    FutureTask<?> task = poll(nanos);
    if (task != null) {
      task.run();
    }
  }

  private @Nullable FutureTask<?> poll(long nanos) {
    try {
      return tasks.poll(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return null; // nobody interrupts this thread but to look
    }
  }

  private void work(Session session, Progress own) {
    Writer writer = new Writer(settings, progress, session, own);
    Gathering gathering = new Gathering(settings, batch -> write(writer, batch));
    try {
      EventLog.Following following = log.follow(settings.reader(number), own.offset(),
          settings.filter().slice(number, settings.workers()), gathering);
      gathering.start(following);
      term = new Term(writer, gathering, following);
      state = WorkerState.RUNNING;
      refusals = 0;
      serve(session, writer, following);
    } catch (RuntimeException e) {
      refused(e);
    } finally {
      end();
      turn.giveBack(session, writer.own());
    }
  }

  /**
   * The store may be away for a while, and another reader of this name may be about to end. Anything else does not go
   * away by itself.
   */
  private void refused(RuntimeException why) {
    refusals++;
    if (why instanceof StoreUnavailable || why instanceof IllegalStateException && refusals < MOST_REFUSALS) {
      trouble = why;
      LOG.log(System.Logger.Level.WARNING, () -> settings.words(number) + " cannot follow the log; it tries again.",
          why);
      pause(beatNanos());
    } else {
      stop(why);
    }
  }

  private Future<?> write(Writer writer, Batch batch) {
    FutureTask<?> task = new FutureTask<>(() -> {
      try {
        writer.write(batch);
        trouble = null;
      } catch (ProjectionStopped e) {
        stop(e);
        throw e;
      } catch (Overtaken e) {
        state = WorkerState.WAITING;
        LOG.log(System.Logger.Level.WARNING, e.getMessage());
        throw e;
      }
      return batch;
    });
    submit(task);
    return task;
  }

  /** Until the worker is closed and its reader has ended, or it has stopped or was overtaken. */
  private void serve(Session session, Writer writer, EventLog.Following following) {
    while (state == WorkerState.RUNNING && !closed && following.isRunning()) {
      FutureTask<?> task = poll(beatNanos());
      if (task != null) {
        task.run();
      } else if (!turn.beat(session, writer.own())) {
        state = WorkerState.WAITING;
      }
    }
  }

  /** Its reader writes what it was given, if it may; then nothing more comes. */
  private void end() {
    Term ended = term;
    if (ended == null) {
      return;
    }
    Thread closing = Thread.ofVirtual().start(ended.following()::close);
    while (closing.isAlive()) {
      FutureTask<?> task = poll(FIRST_PAUSE_NANOS);
      if (task != null && state == WorkerState.RUNNING) {
        task.run();
      } else if (task != null) {
        task.cancel(false);
      }
    }
    term = null;
    cancelAll();
  }
}
