package dev.cairn.impl.commit;

import dev.cairn.impl.dispatch.Dispatcher;
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
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int WORTHWHILE = 16;
  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;
  private static final AtomicBoolean ON_A_CALLER = new AtomicBoolean();

  private final Sessions sessions;
  private final StoringCalls calls;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition space = lock.newCondition();
  private final Standstill standstill = new Standstill(lock, work, space, this::isIdle);
  private final Gathering gathering = new Gathering();
  private final WaitingCommits waiting = new WaitingCommits();
  private Batch unanswered = Batch.NONE;
  private volatile @Nullable TakenBatch taken;
  private volatile boolean waits;
  private boolean onCaller;
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
    this.calls = new StoringCalls(storing);
  }

  /** Puts a commit in. Waits for room until the deadline; false if there is none by then, or the queue is closed. */
  boolean put(PendingCommit pending) {
    lock.lock();
    try {
      if (!awaitSpace(pending)) {
        return false;
      }
      if (standstill.isBefore(pending)) {
        pending.answer(Outcome.MOVED);
        return true;
      }
      waiting.add(pending);
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
      space.signal();
      standstill.look();
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
      boolean free = session != null && taken == null && waiting.isEmpty() && !closing && !standstill.isHeld();
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
      if (!waiting.areAllOf(session.generation()) || ON_A_CALLER.get()) {
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
          if (session == null && !standstill.isHeld()) {
            return new TakenBatch(null, Batch.NONE, false);
          }
          if (session != null && gather()) {
            continue; // the lock was free
          }
          if (session != null && !waiting.isEmpty()) {
            return takeAll(session, false);
          }
          if (session != null && closing) {
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
    while (left > 0 && !closing && !standstill.isHeld() && !waiting.isFull()) {
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
        callForStoring();
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
      waiting.addFirst(again);
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
      boolean stuck = under == null ? waiting.isOlderThan(LOOK_NANOS) : under.failure != null;
      if (stuck) {
        work.signal();
      }
      long least = unanswered.wakeExpired(waiting.wakeExpired(Long.MAX_VALUE));
      least = under == null ? least : under.batch().wakeExpired(least);
      return least == Long.MAX_VALUE ? least : Math.min(least, LOOK_NANOS);
    } finally {
      lock.unlock();
    }
  }

  /** Lets a hand-over keep commits waiting. */
  Standstill standstill() {
    return standstill;
  }

  private boolean isIdle() { return closing || waiting.isEmpty() && taken == null && unanswered.size() == 0; }

  /** Says whether commits wait for a sync or for an engine, once they go to another location. */
  void move(boolean waitsThere) {
    waits = waitsThere;
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
      space.signalAll();
      return waiting.takeAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets the caller store the waiting commits, or another thread. */
  private void callToStore(PendingCommit newest) {
    boolean now = waiting.size() >= WORTHWHILE || Dispatcher.isQuiet();
    if (!(now && newest.lead()) && (waiting.size() == 1 || waiting.size() == WORTHWHILE)) {
      callForStoring();
    }
  }

  private void callForStoring() {
    if (!calls.callFor(waiting.size() >= WORTHWHILE)) {
      work.signal();
    }
  }

  private boolean awaitSpace(PendingCommit pending) {
    boolean interrupted = false;
    while (!closing && (standstill.isHeld() || waiting.isFull()) && pending.nanosLeft() > 0) {
      try {
        space.awaitNanos(pending.nanosLeft());
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !closing && !standstill.isHeld() && !waiting.isFull();
  }

  /** Makes every object before it changes a field: an exception on the way leaves no trace. */
  private @Nullable TakenBatch takeAll(Session session, boolean here) {
    TakenBatch next = new TakenBatch(session, waiting.all(), false);
    WaitingCommits.Room fresh = waiting.room();
    space.signalAll();
    if (!begin(next, here)) {
      work.signal();
      return null;
    }
    waiting.clear(fresh);
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
      standstill.look();
    }
  }
}
