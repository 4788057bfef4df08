package dev.cairn.impl.commit;

import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.impl.observe.StoreObserver;
import dev.cairn.impl.record.CommitName;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Durability;
import dev.cairn.spi.StreamKey;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Group commit: the commits that come while the backend is busy are the next batch, and one sync stores the whole
 * batch. A lone commit goes to the backend at once.
 *
 * <p>If batches are synced, one platform thread calls the backend. If they are not, one of the waiting threads calls it
 * for all, without a hop to another thread. Before that it yields, so that threads that are ready to run add their
 * commits.
 *
 * <pre>
 *              put                taken as a batch           answered
 *   caller ---> queue -----------> Backend.commit ---------> outcome
 *                 |                       | throws anything
 *                 |                       v
 *                 |            close, open again, look for each commit of the batch by its bytes
 *                 |                       |                    there: stored | not there: failed
 *                 v at the deadline       v at the deadline
 *            taken back: refused       unknown; its stream is not read until the commit is settled
 * </pre>
 */
public final class Committer implements AutoCloseable {
  private static final GuardedLogger LOG = GuardedLogger.of(Committer.class);
  private static final long WAKING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Sessions sessions;
  private final StoreThreads threads = new StoreThreads();
  private final Holds holds;
  private final StoreObserver observer;
  private final Activity activity = new Activity();
  private final long patienceNanos;
  private final BackendInfo info;
  private final boolean synced;
  private final Thread thread;
  private final AtomicLong names = new AtomicLong();
  private final CommitQueue queue;
  private final Expiry expiry;
  private final UnsettledStreams unsettled = new UnsettledStreams();
  private final Waker waker = new Waker();
  private final StoreReads reads;

  /**
   * Opens a location, on a platform thread, and starts to commit to it.
   *
   * @param patience the longest time that a commit or a read waits
   */
  public Committer(Location location, Holds holds, StoreObserver observer, Duration patience) {
    this.holds = holds;
    this.observer = observer;
    this.patienceNanos = patience.toNanos();
    Sessions opened;
    try {
      opened = threads.call(() -> new Sessions(location, threads, patience));
    } catch (RuntimeException | Error e) {
      threads.close();
      throw e;
    }
    this.sessions = opened;
    this.reads = new StoreReads(opened, unsettled);
    this.info = opened.newestInfo();
    this.synced = info.durability() == Durability.SYNC;
    this.queue = new CommitQueue(opened, synced);
    this.expiry = new Expiry(queue, patienceNanos);
    OpenLocations.add(this);
    this.thread = Thread.ofPlatform().name("cairn-committer").daemon().start(this::run);
  }

  /**
   * Stores a commit and waits for its outcome. If the queue is full, waits for room first. The caller has checked that
   * there is enough stack, see {@link StackRoom}. If this throws, the commit may be stored or not.
   */
  public Outcome commit(Commit commit) {
    return commit(commit, patienceNanos);
  }

  /** Stores a commit as part of a call that may have waited before. */
  public Outcome commit(Commit commit, Patience patience) {
    return commit(commit, Math.max(0, patience.nanosLeft()));
  }

  private Outcome commit(Commit commit, long nanos) {
    PendingCommit pending = new PendingCommit(commit, nanos);
    try {
      if (!queue.put(pending)) {
        return new Outcome.Refused(
            queue.isClosing() ? "it is closing." : "it is too slow, or has failed and is not open again.");
      }
      expiry.watch(pending);
      Outcome outcome = pending.await();
      while (outcome == null && pending.nanosLeft() > 0) {
        storeHere();
        outcome = pending.await();
      }
      return outcome != null ? outcome : giveUp(pending);
    } catch (Throwable unexpected) {
      leaveBehind(pending);
      throw unexpected;
    }
  }

  /** Stores all waiting commits, unless another thread does. Threads that are ready to run add their commits first. */
  private void storeHere() {
    if (!queue.hasEnough()) {
      Thread.yield();
    }
    TakenBatch taken = queue.takeHere();
    if (taken == null) {
      return;
    }
    try {
      store(taken, taken.session());
    } catch (Throwable unexpected) {
      taken.failure = unexpected; // no call here: the committer's thread finds this failure, and has the batch now
    }
  }

  /** Leaves a commit that no thread waits for any more: it may be in the queue, under way, or stored. */
  private void leaveBehind(PendingCommit pending) {
    if (!queue.takeBack(pending)) {
      unsettled.add(pending.commit().stream());
      if (pending.outcome() != null) {
        unsettled.remove(pending.commit().stream());
      }
    }
  }

  /** A name for one commit, which no other commit will ever have. */
  public CommitName nextName() {
    return new CommitName(generation(), names.incrementAndGet());
  }

  /** The class of the backend's provider. */
  Class<?> provider() {
    return sessions.provider();
  }

  /** Closes the session after the batch under way. Returns when it is closed, or after a while. */
  void closeSession(String why) {
    if (!sessions.isStillOpen()) {
      return;
    }
    sessions.lose(sessions.newest(), new StoreUnavailable(why + ".", null));
    queue.wake();
    sessions.awaitClosed();
  }

  /** If the session is lost, tries to open the next one at once. */
  void hurry() {
    sessions.hurry();
  }

  /** The newest generation of the location. */
  public long generation() {
    return sessions.newestGeneration();
  }

  /**
   * Whether what was known of the store in a generation is still true: no other system can have written since then.
   * If the location is not open, waits for it.
   */
  public boolean isAloneSince(long generation) {
    return sessions.isAloneSince(generation) || sessions.isAloneSince(generation, patience());
  }

  /** The backend's own description, from the first session. */
  public BackendInfo info() {
    return info;
  }

  /** The count of the batches that were stored. */
  public Activity activity() {
    return activity;
  }

  /** Reads on a thread that may wait inside an engine. Its failures are exceptions of the api. */
  public <T> T read(Function<Backend, T> reading) {
    return read(patience(), reading);
  }

  /** Reads as part of a call that may have waited before. */
  public <T> T read(Patience patience, Function<Backend, T> reading) {
    return reads.read(patience, reading);
  }

  /** Reads a stream when every earlier commit to it is settled. */
  public <T> T read(StreamKey stream, Function<Backend, T> reading) {
    return read(patience(), stream, reading);
  }

  /** Reads a stream as part of a call that may have waited before. */
  public <T> T read(Patience patience, StreamKey stream, Function<Backend, T> reading) {
    return reads.read(patience, stream, reading);
  }

  /** Reads a stream with code of an author. The patience lasts while this code comes from event to event. */
  public <T> T work(Patience patience, StreamKey stream, Function<Backend, T> working) {
    return reads.work(patience, stream, working);
  }

  /** The patience of a call that begins now. */
  public Patience patience() {
    return Patience.of(patienceNanos);
  }

  /** The patience of a call that begins now and runs an author's code on the events of a stream. */
  public Patience patienceOfWork() {
    return Patience.whileWorkGoesOn(patienceNanos);
  }

  /**
   * Takes no more commits, stores the waiting ones, and closes the location. If the backend does not return from a
   * call, this method returns after the patience; the location is closed when the backend returns.
   */
  @Override
  public void close() {
    OpenLocations.remove(this);
    queue.close();
    sessions.giveUp();
    if (!awaitEnd()) {
      LOG.log(System.Logger.Level.ERROR,
          () -> "The store does not return from a commit. It stays locked until it does.");
      refuseQueue();
    }
    expiry.close();
    threads.close();
  }

  private boolean awaitEnd() {
    boolean interrupted = false;
    long deadline = System.nanoTime() + patienceNanos;
    for (long left = patienceNanos; thread.isAlive() && left > 0; left = deadline - System.nanoTime()) {
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

  private Outcome giveUp(PendingCommit pending) {
    if (queue.takeBack(pending)) {
      return new Outcome.Refused(
          "it did not come to this commit in time (" + FailureText.of(sessions.trouble()) + ").");
    }
    unsettled.add(pending.commit().stream());
    Outcome late = pending.outcome();
    if (late == null) {
      return new Outcome.Unknown(sessions.trouble());
    }
    unsettled.remove(pending.commit().stream());
    return late;
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
    Session session = next.session();
    if (failure != null) {
      lose(next, failure);
    } else if (session == null) {
      waker.wakeDue();
      return recover();
    } else {
      store(next, session);
    }
    return true;
  }

  private void store(TakenBatch taken, @Nullable Session session) {
    long began = System.nanoTime();
    Batch batch = taken.batch();
    try {
      List<Outcome> outcomes = batch.store(Objects.requireNonNull(session), holds);
      for (int i = 0; i < batch.size(); i++) {
        answer(batch.commits().get(i), outcomes.get(i));
      }
      queue.finish(taken);
    } catch (Throwable cause) {
      taken.failure = cause; // a field, no call: whatever is thrown from here on, the committer's thread finds it
      lose(taken, cause);
      return;
    }
    wake(batch);
    activity.grow();
    batch.report(observer, synced, began);
    observer.stored(session.backend(), began);
  }

  private void wake(Batch batch) {
    if (synced && batch.size() > 1) {
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
    unsettled.remove(pending.commit().stream());
  }

  /** The thread that took the batch and the committer's thread may call this, in any order and more than once. */
  private void lose(TakenBatch taken, Throwable cause) {
    sessions.lose(taken.session(), cause);
    for (PendingCommit pending : taken.batch().commits()) {
      if (pending.isExpendable() && pending.outcome() == null) {
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

  private void refuseQueue() {
    queue.drain().forEach(pending -> settle(pending, new Outcome.Refused("it is closing.")));
  }
}
