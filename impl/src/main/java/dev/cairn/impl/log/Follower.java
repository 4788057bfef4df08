package dev.cairn.impl.log;

import dev.cairn.api.EventFilter;
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
import java.util.List;
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
 *   read a page after the checkpoint ---> hand over each event ---> flush, store the new checkpoint ---+
 *     ^      | empty                                                                             |
 *     |      v                                                                                   |
 *     |  flush, wait for a commit                                                                |
 *     +------------------------------------------------------------------------------------------+
 * </pre>
 *
 * A reader that keeps its offset itself stores checkpoints about once a second, and flushes when it does.
 */
final class Follower implements EventLog.Following {
  private static final GuardedLogger LOG = GuardedLogger.of(Follower.class);
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final StoreLog log;
  private final String reader;
  private final EventFilter filter;
  private final long saveNanos;
  private final EventHandler handler;
  private final Handover handover;
  private final Activity activity;
  private final Thread thread;
  private volatile Checkpoint checkpoint = new Checkpoint(Position.START, false);
  private volatile Position reached = Position.START;
  private boolean given;
  private Checkpoint flushed = checkpoint;
  private Checkpoint saved = checkpoint;
  private Optional<String> savedTrouble = Optional.empty();
  private long savedAt = System.nanoTime();
  private volatile @Nullable Throwable trouble;
  private Position purged = Position.START;
  private volatile boolean isStuck;
  private volatile boolean stopped;
  private volatile boolean dropped;

  /** One that gets everything, and stores a checkpoint after each page. */
  Follower(StoreLog log, String reader, EventHandler handler) {
    this(log, reader, EventFilter.ALL, 0, handler);
  }

  /** One that gets what passes a filter, and stores checkpoints this far apart. */
  Follower(StoreLog log, String reader, EventFilter filter, long saveNanos, EventHandler handler) {
    this.log = log;
    this.reader = reader;
    this.filter = filter;
    this.saveNanos = saveNanos;
    this.handler = handler;
    this.handover = new Handover(log, reader, filter, handler);
    this.activity = log.store().committer().activity();
    this.thread = Thread.ofVirtual().name("reader " + reader).unstarted(this::run);
  }

  void start(Checkpoint from) {
    checkpoint = from;
    reached = from.position();
    flushed = from;
    saved = from;
    thread.start();
  }

  @Override
  public String reader() {
    return reader;
  }

  @Override
  public LogOffset offset() {
    return log.offset(reached);
  }

  @Override
  public Optional<Throwable> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public boolean isRunning() { return !stopped && thread.isAlive(); }

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
    isStuck |= runsHere(); // its handler does not want to go on
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
      end();
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
    Position before = checkpoint.position();
    LogPages.Page page = log.pages().pageWithWithdrawals(before, filter);
    if (page.lostAfter().isPresent()) {
      goBack(page.lostAfter().get());
      return null;
    }
    tellOfPurge(page.deletedThrough());
    log.store().observer().readerMoved(log.store().name(), reader, page.events().size(),
        () -> page.events().stream().findFirst().map(handover::time));
    if (takeAll(page.events(), seen)) {
      checkpoint = new Checkpoint(page.through(), false);
      reached = page.next();
      settle(seen, page.through().equals(before));
    }
    return null;
  }

  /** False if there is more to take of the page. */
  private boolean takeAll(List<StoredEvent> events, long seen) {
    for (StoredEvent stored : events) {
      if (handover.waitsFor(stored)) {
        save();
        awaitPurge(stored, seen);
        return false;
      }
      Optional<Handover.Step> step = handover.of(stored);
      if (step.isPresent() && !handOver(step.get())) {
        return false;
      }
      given |= step.isPresent();
      checkpoint = new Checkpoint(stored.position(), false);
      reached = stored.position();
      if (System.nanoTime() - savedAt > SAVE_NANOS) {
        save();
      }
    }
    return true;
  }

  /** After a page; where it was empty, waits for the next commit. */
  private void settle(long seen, boolean idle) {
    if (System.nanoTime() - savedAt >= saveNanos) {
      save();
    } else if (idle && given) {
      flush();
    }
    if (idle) {
      boolean isSaved = checkpoint.equals(saved) && savedTrouble.isEmpty();
      activity.await(seen, isSaved ? Long.MAX_VALUE : saveNanos, () -> stopped);
    }
  }

  /** The checkpoint is among events that the store has lost: the reader hears of it, and goes on before them. */
  private void goBack(Position kept) {
    if (handOver(handover.ofLoss(kept))) {
      given = true;
      checkpoint = new Checkpoint(kept, false);
      reached = kept;
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
        trouble = stopped ? trouble : null;
        return;
      } catch (Throwable e) {
        if (e.getCause() instanceof BackendException.Fenced) {
          leave(e);
        } else {
          reportFailure("cannot go on", e, pause);
        }
      }
    }
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

  /** One that was stopped meanwhile, perhaps by its own handler, does not try again. */
  private void reportFailure(String what, Throwable cause, long pause) {
    trouble = cause;
    if (stopped) {
      return;
    }
    LOG.log(System.Logger.Level.WARNING, () -> "The reader " + reader + " of store " + log.store().name() + " " + what
        + "; it tries again.", cause);
    log.store().observer().readerFailed(log.store().name(), reader, cause, pause);
    if (pause >= SAVE_NANOS) {
      storeTrouble();
    }
    activity.await(Long.MAX_VALUE - 1, pause, () -> stopped);
  }

  /** So that a tool shows it. The store itself may be the trouble; then its log has said so. */
  private void storeTrouble() {
    isStuck = true;
    try {
      store();
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.DEBUG, () -> "The trouble of the reader " + reader + " could not be stored.", e);
    }
  }

  /** False if the reader was stopped before its handler had written what it gathered. */
  private boolean flush() {
    if (flushed.equals(checkpoint)) {
      return true;
    }
    Checkpoint reached = checkpoint;
    boolean done = handOver(handover.ofResults(reached.position()));
    if (done) {
      flushed = reached;
      given = false;
    }
    return done;
  }

  private void save() {
    if (flush()) {
      store();
    }
  }

  /** Stores how far the results are durable; after a trouble its text too. */
  private void store() {
    Optional<String> text = trouble().filter(why -> isStuck).map(Checkpoint::textOf);
    if (!dropped && (!flushed.equals(saved) || !text.equals(savedTrouble))) {
      log.store().readers().move(reader, flushed, text);
      saved = flushed;
      savedTrouble = text;
    }
    savedAt = System.nanoTime();
  }

  /** What its handler cannot write at the end comes again. */
  private void end() {
    try {
      if (!flushed.equals(checkpoint)) {
        handover.ofResults(checkpoint.position()).run();
        flushed = checkpoint;
      }
    } catch (Throwable e) {
      trouble = trouble == null ? e : trouble;
    }
    store();
  }
}
