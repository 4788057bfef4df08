package dev.cairn.impl.commit;

import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.impl.observe.StoreObserver;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.Durability;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Stores batch after batch, and opens the location again after a failure. This happens on the committer's thread; a
 * batch that waits for nothing may be stored on the thread that has taken it.
 */
final class BatchLoop {
  private static final GuardedLogger LOG = GuardedLogger.of(BatchLoop.class);
  private static final long WAKING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Sessions sessions;
  private final CommitQueue queue;
  private final UnsettledStreams unsettled;
  private final Holds holds;
  private final StoreObserver observer;
  private volatile boolean synced;
  private volatile boolean waits;
  private final Activity activity = new Activity();
  private final TouchedStreams touched = new TouchedStreams();
  private final Waker waker = new Waker();
  private final Thread thread = Thread.ofPlatform().name("cairn-committer").daemon().unstarted(this::run);

  BatchLoop(Sessions sessions, CommitQueue queue, UnsettledStreams unsettled, Holds holds, StoreObserver observer,
      BackendInfo info) {
    this.sessions = sessions;
    this.queue = queue;
    this.unsettled = unsettled;
    this.holds = holds;
    this.observer = observer;
    describe(info);
  }

  /** Says of which kind the backend is. */
  void describe(BackendInfo info) {
    synced = info.durability() == Durability.SYNC;
    waits = synced || info.waits();
  }

  void start() {
    thread.start();
  }

  /** Whether commits wait for a sync or for an engine. */
  boolean waits() {
    return waits;
  }

  /** The streams that are written. */
  TouchedStreams touched() {
    return touched;
  }

  /** The count of the batches that were stored. */
  Activity activity() {
    return activity;
  }

  /** Waits until the queue is closed and empty and the last session is closed; false if the time is over before. */
  boolean awaitEnd(long nanos) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + nanos;
    for (long left = nanos; thread.isAlive() && left > 0; left = deadline - System.nanoTime()) {
      try {
        thread.join(Duration.ofNanos(left));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  /** Ends only when the queue is closed and empty. After any exception, such as want of memory, it goes on. */
  private void run() {
    try {
      boolean goesOn = true;
      while (goesOn) {
        try {
          goesOn = step();
        } catch (Throwable unexpected) {
          LOG.log(System.Logger.Level.ERROR, () -> "The committer has failed. It goes on.", unexpected);
          LockSupport.parkNanos(this, BREATH_NANOS);
        }
      }
      Session last = sessions.current();
      if (last != null) {
        observer.measure(last.backend());
      }
    } finally {
      sessions.close();
    }
  }

  /** Does the next piece of work; false if there will be none any more. */
  private boolean step() {
    TakenBatch next = queue.take(waker.hasDue() ? WAKING_NANOS : Long.MAX_VALUE);
    if (next == null || next == TakenBatch.NONE) {
      waker.wakeDue();
      return next != null;
    }
    Throwable failure = next.failure;
    if (failure != null) {
      lose(next, failure);
    } else if (next.session() == null) {
      waker.wakeDue();
      return recover();
    } else {
      store(next);
    }
    return true;
  }

  /** Stores a batch. The thread that has taken it calls this. */
  void store(TakenBatch taken) {
    long began = System.nanoTime();
    Batch batch = taken.batch();
    Session session = Objects.requireNonNull(taken.session());
    try {
      touched.note(batch);
      List<Outcome> outcomes = batch.store(session, holds);
      touched.note(batch);
      for (int i = 0; i < batch.size(); i++) {
        answer(batch.commits().get(i), outcomes.get(i));
      }
      queue.finish(taken, began);
    } catch (Throwable cause) {
      taken.failure = cause; // a field, no call: whatever is thrown from here on, the committer's thread finds it
      lose(taken, cause);
      return;
    }
    if (!taken.isAlone()) {
      wake(batch);
    }
    activity.grow();
    batch.report(observer, synced, began);
    observer.stored(session.backend(), began);
  }

  private void wake(Batch batch) {
    if (waits && batch.size() > 1) {
      waker.wake(batch);
    } else {
      batch.wake();
    }
  }

  private void settle(PendingCommit pending, Outcome outcome) {
    answer(pending, outcome);
    pending.wake();
  }

  private void answer(PendingCommit pending, Outcome outcome) {
    pending.answer(outcome);
    unsettled.remove(pending);
  }

  /** The thread that took the batch and the committer's thread may call this, in any order and more than once. */
  private void lose(TakenBatch taken, Throwable cause) {
    sessions.lose(taken.session(), cause);
    for (PendingCommit pending : taken.batch().commits()) {
      if (pending.outcome() != null) {
        pending.wake(); // it was answered, and whoever waits was not told
      } else if (pending.isExpendable()) {
        settle(pending, new Outcome.Unknown(cause));
      }
    }
    if (queue.abandon(taken)) {
      observer.storeLost(taken.batch().size(), cause);
    }
  }

  /** Opens the location again and settles the commits of the lost batch; false if the location is closing instead. */
  private boolean recover() {
    long since = System.nanoTime();
    Session next = new Reopening(sessions, queue, holds, this::settle).run();
    if (next == null) {
      refuseQueue();
      return false;
    }
    activity.grow();
    observer.storeReopened(next.generation(), since);
    return true;
  }

  /** Ends the wait of all commits that the backend does not have. */
  void refuseQueue() {
    queue.drain().forEach(pending -> settle(pending, new Outcome.Refused("it is closing.")));
  }
}
