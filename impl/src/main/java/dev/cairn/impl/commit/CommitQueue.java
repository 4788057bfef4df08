package dev.cairn.impl.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the backend, bounded by count and by bytes, and who takes it: always one list at a time. A list that
 * is synced is taken by the committer's thread. One that is not may be taken by a caller; in the whole process one at
 * a time is, since it may keep a carrier of virtual threads. Any thread may call.
 */
final class CommitQueue {
  private static final int MAX_COMMITS = 4096;
  private static final long MAX_BYTES = 4L << 20;
  private static final Semaphore ON_A_CALLER = new Semaphore(1);

  private final Openings openings;
  private final boolean synced;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition space = lock.newCondition();
  private List<PendingCommit> waiting = new ArrayList<>();
  private Group unanswered = Group.NONE;
  private long bytes;
  private boolean taken;
  private boolean onCaller;
  private int enough = 1;
  private volatile boolean closing;

  /**
   * A list, and where to store it.
   *
   * @param opening null if there is none, and one has to be opened
   * @param group what to store
   */
  record Work(@Nullable Opening opening, Group group) {}

  CommitQueue(Openings openings, boolean synced) {
    this.openings = openings;
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
      if (!synced && !taken && (waiting.size() == 1 || waiting.size() == enough)) {
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

  /** Whether so many wait that the list is worth taking: half of those who came together before. */
  boolean enough() {
    lock.lock();
    try {
      return waiting.size() >= enough;
    } finally {
      lock.unlock();
    }
  }

  boolean closing() {
    return closing;
  }

  /** Takes all there is, for the caller to store; null if there is nothing, or it is for somebody else. */
  @Nullable
  Work takeHere() {
    lock.lock();
    try {
      Opening opening = openings.current();
      if (opening == null || waiting.isEmpty() || taken) {
        return null;
      }
      if (!allOf(opening.generation()) || !ON_A_CALLER.tryAcquire()) {
        work.signal();
        return null;
      }
      onCaller = true;
      return new Work(opening, takeAll());
    } finally {
      lock.unlock();
    }
  }

  /** Waits for something to do, on the committer's thread; null when it is closed and all is done. */
  @Nullable
  Work take() {
    lock.lock();
    try {
      while (true) {
        if (!taken) {
          Opening opening = openings.current();
          if (opening == null) {
            return new Work(null, Group.NONE);
          }
          if (!waiting.isEmpty()) {
            return new Work(opening, takeAll());
          }
          if (closing) {
            return null;
          }
        }
        work.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The list that was taken is stored; its commits are settled next. */
  void stored(int size) {
    lock.lock();
    try {
      free(Group.NONE);
      enough = (size + waiting.size() + 1) / 2;
      if (synced || closing || openings.current() == null) {
        work.signal();
      } else if (!waiting.isEmpty()) {
        waiting.get(0).lead();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nobody knows of the list that was taken, and its opening is lost. */
  void lost() {
    lock.lock();
    try {
      free(unanswered.doubtful());
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** What a lost opening left behind, and nobody has answered. */
  Group unanswered() {
    lock.lock();
    try {
      return unanswered;
    } finally {
      lock.unlock();
    }
  }

  /** All that was left behind is answered. */
  void answered() {
    lock.lock();
    try {
      unanswered = Group.NONE;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes those who have waited for as long as they wait at most; returns how long nobody else will have. */
  long wakeExpired(long nanosLeft) {
    lock.lock();
    try {
      return unanswered.wakeExpired(new Group(waiting).wakeExpired(nanosLeft));
    } finally {
      lock.unlock();
    }
  }

  /** Has the committer's thread look for an opening. */
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
  List<PendingCommit> empty() {
    lock.lock();
    try {
      return removeAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean full() {
    return waiting.size() >= MAX_COMMITS || bytes >= MAX_BYTES; // one that is larger than the bound is taken alone
  }

  private boolean awaitSpace(PendingCommit pending) {
    boolean interrupted = false;
    while (!closing && full() && pending.nanosLeft() > 0) {
      try {
        space.awaitNanos(pending.nanosLeft());
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !closing && !full();
  }

  private boolean allOf(long generation) {
    for (PendingCommit pending : waiting) {
      if (pending.commit().epoch() != generation) {
        return false;
      }
    }
    return true;
  }

  private Group takeAll() {
    taken = true;
    unanswered = new Group(removeAll());
    return unanswered;
  }

  private List<PendingCommit> removeAll() {
    List<PendingCommit> all = waiting;
    waiting = new ArrayList<>(all.size());
    bytes = 0;
    space.signalAll();
    return all;
  }

  private void free(Group left) {
    taken = false;
    unanswered = left;
    if (onCaller) {
      onCaller = false;
      ON_A_CALLER.release();
    }
  }
}
