package dev.cairn.impl.commit;

import dev.cairn.impl.dispatch.Dispatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The commits that wait for the backend, bounded by count and by bytes. One batch at a time is taken from the queue. If
 * commits wait for a sync or for another process, the committer's thread takes each batch. If they do not, a virtual
 * thread may take one: at most one in the whole process, since it may keep a carrier. Any thread may call.
 */
final class CommitQueue {
  private static final int MAX_COMMITS = 4096;
  private static final long MAX_BYTES = 4L << 20;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int WORTHWHILE = 16;
  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;
  private static final AtomicBoolean ON_A_CALLER = new AtomicBoolean();

  private final Sessions sessions;
  private final boolean waits;
  private final Runnable storing;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition space = lock.newCondition();
  private final Gathering gathering = new Gathering();
  private List<PendingCommit> waiting = new ArrayList<>();
  private Batch unanswered = Batch.NONE;
  private long bytes;
  private volatile @Nullable TakenBatch taken;
  private boolean onCaller;
  private volatile boolean deferred;
  private int enough = 1;
  private volatile boolean closing;

  /**
   * An empty queue.
   *
   * @param storing takes what is in the queue, and stores it, where commits do not wait
   */
  CommitQueue(Sessions sessions, boolean waits, Runnable storing) {
    this.sessions = sessions;
    this.waits = waits;
    this.storing = storing;
  }

  /** Puts a commit in. Waits for room until the deadline; false if there is none by then, or the queue is closed. */
  boolean put(PendingCommit pending) {
    lock.lock();
    try {
      if (!awaitSpace(pending)) {
        return false;
      }
      waiting.add(pending);
      bytes += pending.bytes();
      if (waits && (waiting.size() == 1 || gathering.isComplete(waiting.size()))) {
        work.signal();
      } else if (!waits && taken == null) {
        callToStore(pending);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a commit back; false if it is not in the queue any more. */
  boolean takeBack(PendingCommit pending) {
    lock.lock();
    try {
      if (!waiting.remove(pending)) {
        return false;
      }
      bytes -= pending.bytes();
      space.signal();
      work.signal(); // its thread may have been the one that had to take the batch
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the batch is worth taking: as many commits wait as half of the last batch and its queue. */
  boolean hasEnough() {
    lock.lock();
    try {
      return waiting.size() >= enough;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosing() { return closing; }

  /**
   * Takes a commit that is not in the queue, for its caller to store it alone; null if it has to wait its turn. A
   * caller that comes while another one stores spins for a moment.
   */
  @Nullable
  TakenBatch takeAlone(PendingCommit pending) {
    for (int i = 0; taken != null && i < SPINS; i++) {
      Thread.onSpinWait();
    }
    lock.lock();
    try {
      Session session = sessions.current();
      boolean free = session != null && taken == null && waiting.isEmpty() && !closing;
      if (!free || pending.commit().epoch() != session.generation()) {
        return null;
      }
      TakenBatch next = new TakenBatch(session, new Batch(List.of(pending)), true);
      return begin(next, true) ? next : null;
    } finally {
      lock.unlock();
    }
  }

  /** Takes all commits for the caller to store; null if there are none, or another thread has to take them. */
  @Nullable
  TakenBatch takeHere() {
    lock.lock();
    try {
      Session session = sessions.current();
      if (session == null || waiting.isEmpty() || taken != null) {
        return null;
      }
      if (!areAllOf(session.generation()) || ON_A_CALLER.get()) {
        work.signal();
        return null;
      }
      return takeAll(session, true);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next batch, on the committer's thread; null when the queue is closed and empty. A batch that a caller
   * has taken and that has failed is handed out again.
   *
   * @param nanos the longest wait; {@link TakenBatch#NONE} is returned when it is over
   */
  @Nullable
  TakenBatch take(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0) {
        TakenBatch under = taken;
        if (under != null && under.failure != null) {
          return under;
        }
        if (under == null) {
          Session session = sessions.current();
          if (session == null) {
            return new TakenBatch(null, Batch.NONE, false);
          }
          if (gather()) {
            continue; // the lock was free
          }
          if (!waiting.isEmpty()) {
            return takeAll(session, false);
          }
          if (closing) {
            return null;
          }
        }
        left = awaitWork(left);
      }
      return TakenBatch.NONE;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for those who were just answered; false if it did not wait. */
  private boolean gather() {
    long left = waiting.isEmpty() ? 0 : gathering.nanosLeft(waiting.size());
    if (left <= 0) {
      return false;
    }
    while (left > 0 && !closing && !isFull()) {
      awaitWork(left);
      left = gathering.nanosLeft(waiting.size());
    }
    gathering.end(waiting.size());
    return true;
  }

  private long awaitWork(long nanos) {
    try {
      long left = work.awaitNanos(nanos);
      return nanos == Long.MAX_VALUE ? nanos : left;
    } catch (InterruptedException e) {
      return 0; // nothing interrupts the committer's thread, and a shorter wait does no harm
    }
  }

  /** Ends the work that began at that {@link System#nanoTime}: the batch is stored, and its commits are answered. */
  void finish(TakenBatch done, long began) {
    lock.lock();
    try {
      free(done, unanswered);
      if (waits) {
        gathering.stored(done.batch().size(), waiting.size(), System.nanoTime() - began);
      }
      enough = (done.batch().size() + waiting.size() + 1) / 2;
      if (waits || closing || sessions.current() == null) {
        work.signal();
      } else if (!waiting.isEmpty()) {
        deferStoring();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the work on a batch whose outcome is not known: its session is lost. False if this was called before. */
  boolean abandon(TakenBatch lost) {
    lock.lock();
    try {
      work.signal();
      boolean first = taken == lost;
      free(lost, lost.batch());
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** The batch of a lost session, whose commits are not all answered. */
  Batch abandonedBatch() {
    lock.lock();
    try {
      return unanswered;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the batch of the lost session: its commits are answered, but for those that come before all others now. */
  void forgetAbandoned(List<PendingCommit> again) {
    lock.lock();
    try {
      waiting.addAll(0, again);
      again.forEach(pending -> bytes += pending.bytes());
      unanswered = Batch.NONE;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Wakes the threads whose deadline is over. Wakes the committer's thread too if a caller has to take a batch and does
   * not, or has taken a batch that has failed.
   *
   * @return the time until this has to be called again; {@link Long#MAX_VALUE} if no thread waits
   */
  long wakeOverdue() {
    lock.lock();
    try {
      TakenBatch under = taken;
      boolean stuck = under == null ? !waiting.isEmpty() && waiting.get(0).waitsFor(LOOK_NANOS) : under.failure != null;
      if (stuck) {
        work.signal();
      }
      long least = unanswered.wakeExpired(Batch.wakeExpired(waiting, Long.MAX_VALUE));
      least = under == null ? least : under.batch().wakeExpired(least);
      return least == Long.MAX_VALUE ? least : Math.min(least, LOOK_NANOS);
    } finally {
      lock.unlock();
    }
  }

  /** Lets the committer's thread look for a session. */
  void wake() {
    lock.lock();
    try {
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more commits. Those in the queue are still stored. */
  void close() {
    lock.lock();
    try {
      closing = true;
      work.signalAll();
      space.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Hands out the commits that will not be stored any more. */
  List<PendingCommit> drain() {
    lock.lock();
    try {
      List<PendingCommit> all = waiting;
      waiting = new ArrayList<>();
      bytes = 0;
      space.signalAll();
      return all;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the caller store the waiting commits, or a thread that has no actor to run. */
  private void callToStore(PendingCommit newest) {
    boolean now = waiting.size() >= WORTHWHILE || Dispatcher.isQuiet();
    if (!(now && newest.lead()) && waiting.size() == 1) {
      deferStoring();
    }
  }

  private void deferStoring() {
    if (deferred) {
      return;
    }
    try {
      deferred = true;
      Dispatcher.defer(this::storeDeferred);
    } catch (Throwable e) { // no memory
      deferred = false;
      work.signal();
    }
  }

  private void storeDeferred() {
    deferred = false; // first of all: a commit that comes from now on defers again
    storing.run();
  }

  private boolean isFull() {
    return waiting.size() >= MAX_COMMITS || bytes >= MAX_BYTES; // a commit that is larger than the bound is taken alone
  }

  private boolean awaitSpace(PendingCommit pending) {
    boolean interrupted = false;
    while (!closing && isFull() && pending.nanosLeft() > 0) {
      try {
        space.awaitNanos(pending.nanosLeft());
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !closing && !isFull();
  }

  private boolean areAllOf(long generation) {
    return waiting.stream().allMatch(pending -> pending.commit().epoch() == generation);
  }

  /** Makes every object before it changes a field: an exception on the way leaves no trace. */
  private @Nullable TakenBatch takeAll(Session session, boolean here) {
    TakenBatch next = new TakenBatch(session, new Batch(waiting), false);
    List<PendingCommit> fresh = new ArrayList<>(waiting.size());
    space.signalAll();
    if (!begin(next, here)) {
      work.signal();
      return null;
    }
    waiting = fresh;
    bytes = 0;
    return next;
  }

  /** Begins the work on a batch; false if it was to be on a caller, and another one has the permit of the process. */
  private boolean begin(TakenBatch next, boolean here) {
    if (here && !ON_A_CALLER.compareAndSet(false, true)) {
      return false;
    }
    onCaller = here;
    taken = next;
    return true;
  }

  private void free(TakenBatch done, Batch left) {
    if (taken == done) {
      taken = null;
      unanswered = left;
      if (onCaller) {
        onCaller = false;
        ON_A_CALLER.set(false);
      }
    }
  }
}
