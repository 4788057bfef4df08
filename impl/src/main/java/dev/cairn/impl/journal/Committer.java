package dev.cairn.impl.journal;

import dev.cairn.impl.record.CommitName;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Group commit: what many actors persist while the backend is busy goes to it as the next list, with one sync for
 * all. Nobody waits for a group to fill; a lone commit goes at once.
 *
 * <p>One platform thread calls the backend. Any exception out of it makes the outcome of that list unknown, and the
 * store takes nothing more: what is on its pages is no proof of what is on the disk, so only a new opening may tell.
 */
public final class Committer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Committer.class.getName());
  private static final int MAX_COMMITS = 4096;
  private static final long MAX_BYTES = 4L << 20;

  private final Backend backend;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong names = new AtomicLong();
  private final Condition filled = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final ArrayDeque<PendingCommit> queue = new ArrayDeque<>();
  private long queuedBytes;
  private @Nullable String refusal;

  /** Starts the committer of a backend. */
  public Committer(Backend backend) {
    this.backend = backend;
    this.thread = Thread.ofPlatform().name("cairn-committer").daemon().start(this::run);
  }

  /** Stores a commit and waits for its outcome. Where too much waits already, waits before it is taken. */
  Outcome commit(Commit commit) {
    PendingCommit pending = new PendingCommit(commit);
    lock.lock();
    try {
      while (refusal == null && (queue.size() >= MAX_COMMITS || queuedBytes >= MAX_BYTES)) {
        drained.awaitUninterruptibly();
      }
      if (refusal != null) {
        return new Outcome.Refused(refusal);
      }
      queue.add(pending);
      queuedBytes += pending.bytes();
      filled.signal();
    } finally {
      lock.unlock();
    }
    return pending.await();
  }

  /** The generation of this opening, which is also the epoch of its commits. */
  long generation() {
    return backend.info().generation();
  }

  /** A name for one commit, which no other will ever have. */
  CommitName nextName() {
    return new CommitName(generation(), names.incrementAndGet());
  }

  /** Why the store takes nothing more, or null while it does. */
  public @Nullable String refusal() {
    lock.lock();
    try {
      return refusal;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more, stores what waits, and returns when that is done. */
  @Override
  public void close() {
    refuse("the system is closing");
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

  private void run() {
    List<PendingCommit> group = new ArrayList<>();
    while (take(group)) {
      store(group);
      group.clear();
    }
  }

  private boolean take(List<PendingCommit> group) {
    lock.lock();
    try {
      while (queue.isEmpty()) {
        if (refusal != null) {
          return false;
        }
        filled.awaitUninterruptibly();
      }
      group.addAll(queue);
      queue.clear();
      queuedBytes = 0;
      drained.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void store(List<PendingCommit> group) {
    List<CommitResult> results;
    try {
      results = backend.commit(group.stream().map(PendingCommit::commit).toList());
      if (results.size() != group.size()) {
        throw new IllegalStateException(
            "The backend answered " + group.size() + " commits with " + results.size() + " results.");
      }
    } catch (Throwable cause) {
      LOG.log(System.Logger.Level.ERROR, "The store failed during a commit of " + group.size()
          + " changes; it takes nothing more until the system is opened again.", cause);
      refuse("it failed earlier (" + cause.getMessage() + "). Close the system and open it again.");
      group.forEach(pending -> pending.complete(new Outcome.Unknown(cause)));
      refuseWaiting();
      return;
    }
    for (int i = 0; i < group.size(); i++) {
      group.get(i).complete(new Outcome.Answered(results.get(i)));
    }
  }

  private void refuse(String why) {
    lock.lock();
    try {
      if (refusal == null) {
        refusal = why;
      }
      filled.signalAll();
      drained.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void refuseWaiting() {
    lock.lock();
    try {
      queue.forEach(pending -> pending.complete(new Outcome.Refused(String.valueOf(refusal))));
      queue.clear();
      queuedBytes = 0;
    } finally {
      lock.unlock();
    }
  }
}
