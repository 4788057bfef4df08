package dev.cairn.impl.log;

import dev.cairn.api.EventHandler;
import dev.cairn.api.EventLog;
import dev.cairn.api.LogOffset;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.commit.Activity;
import dev.cairn.impl.journal.Checkpoint;
import dev.cairn.impl.journal.Withdrawals;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One reader under way, on a virtual thread of its own. What its handler or the store throws stops it for a while,
 * never moves it: it goes on with the same event.
 *
 * <pre>
 *   read a page after the checkpoint ---> hand over each event ---> store the new checkpoint ---+
 *     ^      | empty                                                                  |
 *     |      v                                                                        |
 *     |  wait for a commit                                                            |
 *     +-------------------------------------------------------------------------------+
 * </pre>
 */
final class Follower implements EventLog.Following {
  private static final GuardedLogger LOG = GuardedLogger.of(Follower.class);
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final StoreLog log;
  private final String reader;
  private final EventHandler handler;
  private final Handover handover;
  private final Activity activity;
  private final Thread thread;
  private volatile Checkpoint checkpoint = new Checkpoint(Position.START, false);
  private Checkpoint saved = checkpoint;
  private long savedAt;
  private volatile @Nullable Throwable trouble;
  private Position purged = Position.START;
  private volatile boolean stopped;
  private volatile boolean dropped;

  Follower(StoreLog log, String reader, EventHandler handler) {
    this.log = log;
    this.reader = reader;
    this.handler = handler;
    this.handover = new Handover(log, reader, handler);
    this.activity = log.store().committer().activity();
    this.thread = Thread.ofVirtual().name("reader " + reader).unstarted(this::run);
  }

  void start(Checkpoint from) {
    checkpoint = from;
    saved = from;
    thread.start();
  }

  @Override
  public String reader() {
    return reader;
  }

  @Override
  public LogOffset offset() {
    return log.offset(checkpoint.position());
  }

  @Override
  public Optional<Throwable> trouble() {
    return Optional.ofNullable(trouble);
  }

  boolean runsHere() {
    return thread == Thread.currentThread();
  }

  /** Whether it has begun and runs no more. */
  boolean hasEnded() {
    return thread.getState() == Thread.State.TERMINATED;
  }

  /** Lets it end after the event that is being handled. */
  void stop() {
    stopped = true;
    activity.wake();
  }

  @Override
  public void close() {
    stop();
    joinFor(Long.MAX_VALUE);
  }

  /** Ends like {@link #close}, and stores nothing any more: not even after its handler has called this itself. */
  void drop() {
    dropped = true;
    close();
  }

  /** Waits until it has ended; at the deadline interrupts its handler and waits no longer. */
  void awaitEnd(long deadlineNanos) {
    if (!joinFor(deadlineNanos - System.nanoTime())) {
      LOG.log(System.Logger.Level.WARNING, () -> "The reader " + reader + " of store " + log.store().name()
          + " is still handling an event, which will come to it again.");
      thread.interrupt();
    }
  }

  private boolean joinFor(long nanos) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + nanos;
    while (thread != Thread.currentThread() && thread.getState() != Thread.State.NEW && thread.isAlive()
        && (nanos == Long.MAX_VALUE || deadline - System.nanoTime() > 0)) {
      try {
        thread.join(Duration.ofNanos(nanos == Long.MAX_VALUE ? nanos : Math.max(1, deadline - System.nanoTime())));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private void run() {
    while (!stopped) {
      try {
        attempt(checkpoint.states() ? this::takeStates : this::takePage);
      } catch (Throwable e) {
        trouble = e; // not even a pause was possible; with some memory it goes on
        Thread.yield();
      }
    }
    try {
      save();
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.WARNING,
          () -> "The last checkpoint of the reader " + reader
              + " could not be stored; some events will come to it again.",
          e);
    } finally {
      log.remove(this);
      log.store().observer().readerStopped(log.store().name(), reader);
    }
  }

  private @Nullable Void takePage() throws Exception {
    long seen = activity.count();
    LogPages.Page page = log.pages().pageWithWithdrawals(checkpoint.position());
    if (page.lostAfter().isPresent()) {
      goBack(page.lostAfter().get());
      return null;
    }
    tellOfPurge(page.deletedThrough());
    log.store().observer().readerMoved(log.store().name(), reader, page.events().size(),
        () -> page.events().stream().findFirst().map(handover::time));
    for (StoredEvent stored : page.events()) {
      if (handover.waitsFor(stored)) {
        awaitPurge(stored, seen);
        return null;
      }
      if (!handOver(handover.of(stored))) {
        return null;
      }
      checkpoint = new Checkpoint(stored.position(), false);
      if (System.nanoTime() - savedAt > SAVE_NANOS) {
        save();
      }
    }
    save();
    if (page.events().isEmpty()) {
      activity.await(seen, Long.MAX_VALUE, () -> stopped);
    }
    return null;
  }

  /** The checkpoint is among events that the store has lost: the reader hears of it, and goes on before them. */
  private void goBack(Position kept) {
    if (handOver(handover.ofLoss(kept))) {
      checkpoint = new Checkpoint(kept, false);
      save();
    }
  }

  /** Another process does not wake this one when its purge has ended. */
  private void awaitPurge(StoredEvent stored, long seen) {
    if (log.store().committer().isShared()) {
      activity.await(seen, LOOK_NANOS, () -> stopped);
    } else {
      activity.await(seen, Long.MAX_VALUE, () -> stopped || !handover.waitsFor(stored));
    }
  }

  /** Compaction waits for this reader, a purge does not. */
  private void tellOfPurge(Position deletedThrough) {
    if (deletedThrough.compareTo(checkpoint.position()) > 0 && deletedThrough.compareTo(purged) > 0) {
      purged = deletedThrough;
      LOG.log(System.Logger.Level.WARNING, () -> "Events of store " + log.store().name() + " up to position " + purged
          + " were purged before the reader " + reader
          + " had read them; they do not come to it, and it is told of the purge.");
    }
  }

  private @Nullable Void takeStates() throws Exception {
    awaitPurges();
    boolean complete = new States(log, checkpoint.position()).each(
        state -> handOver(new Handover.Step(() -> handler.state(state), state)),
        event -> handOver(new Handover.Step(() -> handler.event(event), event)));
    if (complete) {
      checkpoint = new Checkpoint(checkpoint.position(), false);
      save();
    }
    return null;
  }

  /**
   * A purge that was announced before this checkpoint takes a state away before it is taken, or is told after this
   * checkpoint.
   */
  private void awaitPurges() {
    Withdrawals withdrawals = log.store().withdrawals();
    Set<Object> before = withdrawals.underWay();
    while (!stopped && !withdrawals.haveEnded(before)) {
      activity.await(activity.count(), Long.MAX_VALUE, () -> stopped || withdrawals.haveEnded(before));
    }
  }

  /** Hands something over, as often as it takes; false if the reader was stopped before it was taken. */
  private boolean handOver(Handover.Step step) {
    for (long pause = FIRST_PAUSE_NANOS; !stopped; pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
      try {
        step.run();
        trouble = null;
        return true;
      } catch (Throwable e) {
        reportFailure("did not take " + step.what(), e, pause);
      }
    }
    return false;
  }

  private void attempt(Callable<@Nullable Void> step) {
    for (long pause = FIRST_PAUSE_NANOS; !stopped; pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
      try {
        step.call();
        trouble = null;
        return;
      } catch (Throwable e) {
        if (isTakenOver(e)) {
          leave(e);
        } else {
          reportFailure("cannot go on", e, pause);
        }
      }
    }
  }

  private static boolean isTakenOver(Throwable trouble) {
    return trouble.getCause() instanceof BackendException.Fenced;
  }

  /** Another process follows under this name now: it has the checkpoint, so this one ends and stores nothing more. */
  private void leave(Throwable why) {
    dropped = true;
    stopped = true;
    StoreUnavailable told = new StoreUnavailable("Another process follows store " + log.store().name()
        + " as the reader " + reader + " now. This one has ended; the other one goes on from its checkpoint.", why);
    trouble = told;
    LOG.log(System.Logger.Level.WARNING, told::getMessage);
  }

  private void reportFailure(String what, Throwable cause, long pause) {
    trouble = cause;
    LOG.log(System.Logger.Level.WARNING, () -> "The reader " + reader + " of store " + log.store().name() + " " + what
        + "; it tries again.", cause);
    activity.await(Long.MAX_VALUE - 1, pause, () -> stopped);
  }

  private void save() {
    if (!dropped && !checkpoint.equals(saved)) {
      log.store().readers().move(reader, checkpoint);
      saved = checkpoint;
    }
    savedAt = System.nanoTime();
  }
}
