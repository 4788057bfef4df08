package dev.cairn.impl.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the backend, bounded by count and by bytes, and who takes it: always one batch at a time. A batch that
 * is synced is taken by the committer's thread. One that is not may be taken by a caller; in the whole process one at
 * a time is, since it may keep a carrier of virtual threads. Any thread may call.
 */
final class CommitQueue {
  private static final int MAX_COMMITS = 4096;
  private static final long MAX_BYTES = 4L << 20;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final AtomicBoolean ON_A_CALLER = new AtomicBoolean();

  private final Sessions sessions;
  private final boolean synced;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition space = lock.newCondition();
  private List<PendingCommit> waiting = new ArrayList<>();
  private Batch unanswered = Batch.NONE;
  private long bytes;
  private @Nullable TakenBatch taken;
  private boolean onCaller;
  private int enough = 1;
  private volatile boolean closing;

  CommitQueue(Sessions sessions, boolean synced) {
    this.sessions = sessions;
    this.synced = synced;
  }

  /** Puts one in, waiting for a place until its deadline; false if it has none by then, or the queue is closed. */
  boolean put(PendingCommit pending) {
    lock.lock();
    try {
      if (!awaitSpace(pending)) {
        return false;
      }
      waiting.add(pending);
      bytes += pending.bytes();
      if (!synced && taken == null && (waiting.size() == 1 || waiting.size() == enough)) {
        pending.lead();
      } else if (synced && waiting.size() == 1) {
        work.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes one back; false if it is not here any more. */
  boolean takeBack(PendingCommit pending) {
    lock.lock();
    try {
      boolean removed = waiting.remove(pending);
      if (removed) {
        bytes -= pending.bytes();
        space.signal();
        work.signal(); // it may have been the one that was to take the others
      }
      return removed;
    } finally {
      lock.unlock();
    }
  }

  /** Whether so many wait that the batch is worth taking: half of those who came together before. */
  boolean hasEnough() {
    lock.lock();
    try {
      return waiting.size() >= enough;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosing() { return closing; }

  /** Takes all there is, for the caller to store; null if there is nothing, or it is for somebody else. */
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
   * Waits for something to do, on the committer's thread; null when it is closed and all is done. A batch that somebody
   * else has taken and that has failed since is handed out again.
   *
   * @param nanos for how long to wait; {@link Work#NONE} is returned then
   */
  @Nullable
  TakenBatch take(long nanos) {
    lock.lock();
    try {
      for (long left = nanos; left > 0; left = awaitWork(left)) {
        TakenBatch under = taken;
        if (under != null && under.failure != null) {
          return under;
        }
        if (under == null) {
          Session session = sessions.current();
          if (session == null) {
            return new TakenBatch(null, Batch.NONE);
          }
          if (!waiting.isEmpty()) {
            return takeAll(session, false);
          }
          if (closing) {
            return null;
          }
        }
      }
      return TakenBatch.NONE;
    } finally {
      lock.unlock();
    }
  }

  private long awaitWork(long nanos) {
    if (nanos == Long.MAX_VALUE) {
      work.awaitUninterruptibly();
      return nanos;
    }
    try {
      return work.awaitNanos(nanos);
    } catch (InterruptedException e) {
      return 0; // nobody interrupts the committer's thread; a shorter wait does no harm
    }
  }

  /** The batch that was taken is stored, and its commits are answered. */
  void finish(TakenBatch done) {
    lock.lock();
    try {
      free(done, unanswered);
      enough = (done.batch().size() + waiting.size() + 1) / 2;
      if (synced || closing || sessions.current() == null) {
        work.signal();
      } else if (!waiting.isEmpty()) {
        waiting.get(0).lead();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nobody knows of the batch that was taken, and its session is lost; false if that was said before. */
  boolean abandon(TakenBatch lost) {
    lock.lock();
    try {
      boolean first = taken == lost;
      free(lost, lost.batch());
      work.signal();
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** What a lost session left behind, and nobody has answered. */
  Batch abandonedBatch() {
    lock.lock();
    try {
      return unanswered;
    } finally {
      lock.unlock();
    }
  }

  /** All that was left behind is answered. */
  void forgetAbandoned() {
    lock.lock();
    try {
      unanswered = Batch.NONE;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Wakes those who have waited for as long as they wait at most, and the committer's thread where whoever was to take
   * a batch, or has taken it, does not come to it.
   *
   * @return how long nobody else will have waited for too long; {@link Long#MAX_VALUE} where nobody waits
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

  /** Has the committer's thread look for a session. */
  void wake() {
    lock.lock();
    try {
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more; what is there is still to be stored. */
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

  /** Hands out what will not be stored any more. */
  List<PendingCommit> drain() {
    lock.lock();
    try {
      return removeAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() {
    return waiting.size() >= MAX_COMMITS || bytes >= MAX_BYTES; // one that is larger than the bound is taken alone
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
    for (PendingCommit pending : waiting) {
      if (pending.commit().epoch() != generation) {
        return false;
      }
    }
    return true;
  }

  /** Everything is made before anything changes: what can be thrown on the way leaves no trace. */
  private @Nullable TakenBatch takeAll(Session session, boolean here) {
    TakenBatch next = new TakenBatch(session, new Batch(waiting));
    List<PendingCommit> fresh = new ArrayList<>(waiting.size());
    space.signalAll();
    if (here && !ON_A_CALLER.compareAndSet(false, true)) {
      work.signal();
      return null;
    }
    waiting = fresh;
    bytes = 0;
    onCaller = here;
    taken = next;
    return next;
  }

  private List<PendingCommit> removeAll() {
    List<PendingCommit> all = waiting;
    waiting = new ArrayList<>();
    bytes = 0;
    space.signalAll();
    return all;
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
