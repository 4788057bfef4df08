package dev.cairn.impl.log;

import dev.cairn.api.EventFilter;
import dev.cairn.api.EventHandler;
import dev.cairn.api.EventLog;
import dev.cairn.api.LogOffset;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.commit.Activity;
import dev.cairn.impl.journal.Checkpoint;
import dev.cairn.impl.journal.FormerLogs;
import dev.cairn.impl.journal.FormerLogs.Place;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.impl.record.StoreId;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import java.util.List;
import java.util.Optional;
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
  private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Checkpoint NOT_SAVED = new Checkpoint(Position.START, true);

  private final StoreLog log;
  private final String reader;
  private final EventFilter filter;
  private final long saveNanos;
  private final EventHandler handler;
  private final Handover handover;
  private final Activity activity;
  private final PurgesOfReader purges;
  private final Thread thread;
  private StoreId of;
  private volatile Checkpoint checkpoint = new Checkpoint(Position.START, false);
  private volatile Place reached;
  private boolean given;
  private Checkpoint flushed = checkpoint;
  private Checkpoint saved = checkpoint;
  private Optional<String> savedTrouble = Optional.empty();
  private long savedAt = System.nanoTime();
  private volatile @Nullable Throwable trouble;
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
    this.purges = new PurgesOfReader(log, reader, () -> stopped);
    this.thread = Thread.ofVirtual().name("reader " + reader).unstarted(this::run);
    this.of = log.store().id();
    this.reached = new Place(of, Position.START);
  }

  /** Begins after a checkpoint in the log of the store that had this identity then. */
  void start(StoreId store, Checkpoint from) {
    of = store;
    handover.goOnIn(store);
    checkpoint = from;
    reached = new Place(of, from.position());
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
    return StoreLog.offset(reached);
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
    ThreadEnd.await(thread, Long.MAX_VALUE);
  }

  /** Ends like {@link #close}, and stores nothing any more: not even after its handler has called this itself. */
  void drop() {
    dropped = true;
    close();
  }

  /** Waits until it has ended; at the deadline interrupts its handler and waits no longer. */
  void awaitEnd(long deadlineNanos) {
    if (!ThreadEnd.await(thread, deadlineNanos - System.nanoTime())) {
      LOG.log(System.Logger.Level.WARNING, () -> "The reader " + reader + " of store " + log.store().name()
          + " is still handling an event, which will come to it again.");
      thread.interrupt();
    }
  }

  private void run() {
    while (!stopped) {
      try {
        attempt(this::step);
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

  private @Nullable Void step() throws Exception {
    if (!log.store().id().equals(of)) {
      moveOn();
    } else if (checkpoint.states()) {
      takeStates();
    } else {
      takePage();
    }
    return null;
  }

  /** The store was handed over, and its events have other positions: the handler hears where it is among them. */
  private void moveOn() {
    FormerLogs logs = log.store().formerLogs();
    Place now = logs.placeNow(new Place(of, checkpoint.position()));
    Place done = logs.placeNow(new Place(of, flushed.position()));
    if (now.of().equals(done.of())) {
      boolean all = flushed.equals(checkpoint);
      of = now.of();
      handover.goOnIn(of);
      checkpoint = new Checkpoint(now.position(), checkpoint.states());
      flushed = all ? checkpoint : new Checkpoint(done.position(), flushed.states());
      reached = now;
      saved = NOT_SAVED;
      if (all && !checkpoint.states()) {
        handOver(handover.ofResults(checkpoint.position()));
      }
    }
  }

  private void takePage() throws Exception {
    long seen = activity.count();
    Position before = checkpoint.position();
    LogPages.Page page = log.pages().pageWithWithdrawals(before, filter);
    if (!page.of().equals(of)) {
      return; // handed over meanwhile
    }
    if (page.lostAfter().isPresent()) {
      goBack(page.lostAfter().get());
      return;
    }
    purges.tell(page.deletedThrough(), checkpoint.position());
    log.store().observer().readerMoved(log.store().name(), reader, page.events().size(),
        () -> page.events().stream().findFirst().map(handover::time));
    if (takeAll(page.events(), seen)) {
      checkpoint = new Checkpoint(page.through(), false);
      reached = new Place(of, page.next());
      settle(seen, page.through().equals(before));
    }
  }

  /** False if there is more to take of the page. */
  private boolean takeAll(List<StoredEvent> events, long seen) {
    for (StoredEvent stored : events) {
      if (handover.waitsFor(stored)) {
        save();
        purges.await(seen, () -> handover.waitsFor(stored));
        return false;
      }
      Optional<Handover.Step> step = handover.of(stored);
      if (step.isPresent() && !handOver(step.get())) {
        return false;
      }
      given |= step.isPresent();
      checkpoint = new Checkpoint(stored.position(), false);
      reached = new Place(of, stored.position());
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
      reached = new Place(of, kept);
      save();
    }
  }

  private void takeStates() throws Exception {
    purges.awaitAll();
    boolean complete = new States(log, new Place(of, checkpoint.position())).each(
        state -> handOver(new Handover.Step(() -> handler.state(state), state)),
        event -> handOver(new Handover.Step(() -> handler.event(event), event)));
    if (complete) {
      checkpoint = new Checkpoint(checkpoint.position(), false);
      save();
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
      boolean stored = log.store().readers().move(reader, of, flushed, text);
      saved = stored ? flushed : NOT_SAVED;
      savedTrouble = text;
    }
    savedAt = System.nanoTime();
  }

  /** What its handler cannot write at the end comes again. */
  private void end() {
    if (!log.store().id().equals(of)) {
      moveOn();
    }
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
