package dev.cairn.impl.commit;

import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.observe.StoreObserver;
import dev.cairn.impl.record.CommitName;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Durability;
import dev.cairn.spi.StreamKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Group commit: what many actors persist while the backend is busy goes to it as the next list, with one sync for
 * all. Nobody waits for a group to fill; a lone commit goes at once.
 *
 * <p>One platform thread calls the backend. Only a lone commit that is not synced runs on its caller, when none is
 * under way and the one before was alone as well.
 *
 * <pre>
 *              handed in        taken by the thread         answered
 *   caller ---> queue -----------> Backend.commit ---------> outcome
 *                 |                       | throws, whatever it is
 *                 |                       v
 *                 |            close, open again, look for each commit of the list by its bytes
 *                 |                       |                    there: stored | not there: failed
 *                 v at the deadline       v at the deadline
 *            taken back: refused       unknown; its stream is not read until the commit is settled
 * </pre>
 */
public final class Committer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Committer.class.getName());

  private final Openings openings;
  private final StoreThreads threads = new StoreThreads();
  private final Holds holds;
  private final StoreObserver observer;
  private final Activity activity = new Activity();
  private final long patienceNanos;
  private final BackendInfo info;
  private final Thread thread;
  private final AtomicLong names = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition space = lock.newCondition();
  private final CommitQueue queue = new CommitQueue();
  private final Unsettled unsettled = new Unsettled();
  private Group underWay = Group.NONE;
  private Group doubtful = Group.NONE;
  private boolean alone = true;
  private boolean closing;

  /**
   * Opens a location, on a platform thread, and starts to commit to it.
   *
   * @param patience how long a commit or a read waits at most
   */
  public Committer(Location location, Holds holds, StoreObserver observer, Duration patience) {
    this.holds = holds;
    this.observer = observer;
    this.patienceNanos = patience.toNanos();
    Openings opened;
    try {
      opened = threads.call(() -> new Openings(location, threads, patience));
    } catch (RuntimeException | Error e) {
      threads.close();
      throw e;
    }
    this.openings = opened;
    this.info = opened.newestInfo();
    OpenLocations.add(this);
    this.thread = Thread.ofPlatform().name("cairn-committer").daemon().start(this::run);
  }

  /** Stores a commit and waits for its outcome. Where too much waits already, waits before it is taken. */
  public Outcome commit(Commit commit) {
    PendingCommit pending = new PendingCommit(commit, patienceNanos);
    Opening here;
    lock.lock();
    try {
      if (!awaitSpace(pending)) {
        return new Outcome.Refused(closing ? "it is closing." : "it is too slow, or has failed and is not open again.");
      }
      here = mayRunHere(commit) ? openings.current() : null;
      if (here == null) {
        queue.add(pending);
        work.signal();
      } else {
        underWay = new Group(List.of(pending));
      }
    } finally {
      lock.unlock();
    }
    if (here != null) {
      store(here, new Group(List.of(pending)));
    }
    Outcome outcome = pending.await();
    return outcome != null ? outcome : givenUp(pending);
  }

  /** A name for one commit, which no other will ever have. */
  public CommitName nextName() {
    return new CommitName(generation(), names.incrementAndGet());
  }

  /** Whose backend it is. */
  Class<?> provider() {
    return openings.provider();
  }

  /** Closes the opening after the list that is being stored, and returns when that is done, or after a while. */
  void leave(String why) {
    if (!openings.stillOpen()) {
      return;
    }
    lock.lock();
    try {
      openings.lose(new StoreUnavailable(why + ".", null));
      work.signal();
    } finally {
      lock.unlock();
    }
    openings.awaitClosed();
  }

  /** Tries at once to open what is lost. */
  void look() {
    openings.hurry();
  }

  /** The newest generation of the location. */
  public long generation() {
    return openings.newestGeneration();
  }

  /** What the backend is, as of the first opening. */
  public BackendInfo info() {
    return info;
  }

  /** The lists that were stored. */
  public Activity activity() {
    return activity;
  }

  /** Reads on a thread that may wait; the failures are those of the api. */
  public <T> T read(Function<Backend, T> reading) {
    return openings.read(reading);
  }

  /** Reads a stream, once it is known what became of every commit to it. */
  public <T> T read(StreamKey stream, Function<Backend, T> reading) {
    if (!unsettled.await(stream, patienceNanos)) {
      throw new StoreUnavailable("The stream " + stream + " is not read: the store has not yet said what became of an "
          + "earlier change of it.", openings.trouble());
    }
    return openings.read(reading);
  }

  /**
   * Takes nothing more, stores what waits, closes the location and returns when that is done. Where the backend does
   * not come back from a call, returns after a while; the location is then closed when it does.
   */
  @Override
  public void close() {
    OpenLocations.remove(this);
    lock.lock();
    try {
      closing = true;
      work.signalAll();
      space.signalAll();
    } finally {
      lock.unlock();
    }
    openings.giveUp();
    if (!ended()) {
      LOG.log(System.Logger.Level.ERROR, "The store does not come back from a commit. It stays locked until it does.");
      lock.lock();
      try {
        refuseQueue();
      } finally {
        lock.unlock();
      }
    }
    threads.close();
  }

  private boolean ended() {
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

  private boolean awaitSpace(PendingCommit pending) {
    boolean interrupted = false;
    while (!closing && queue.full() && pending.nanosLeft() > 0) {
      try {
        space.awaitNanos(pending.nanosLeft());
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !closing && !queue.full();
  }

  private boolean mayRunHere(Commit commit) {
    return alone && underWay.isEmpty() && queue.isEmpty() && info.durability() != Durability.SYNC
        && commit.epoch() == openings.newestGeneration();
  }

  private Outcome givenUp(PendingCommit pending) {
    lock.lock();
    try {
      if (queue.remove(pending)) {
        space.signal();
        return new Outcome.Refused("it did not come to this one in time (" + openings.trouble() + ").");
      }
      unsettled.add(pending.commit().stream());
    } finally {
      lock.unlock();
    }
    Outcome late = pending.outcome();
    if (late == null) {
      return new Outcome.Unknown(openings.trouble());
    }
    unsettled.settled(pending.commit().stream());
    return late;
  }

  private void run() {
    try {
      for (Work next = take(); next != null; next = take()) {
        if (next.opening() != null) {
          store(next.opening(), next.group());
        } else if (!recover()) {
          return;
        }
      }
      Opening last = openings.current();
      if (last != null) {
        observer.measure(last.backend());
      }
    } finally {
      openings.close();
    }
  }

  /**
   * What the thread does next.
   *
   * @param opening to store in; null if there is none, and one has to be opened
   * @param group what to store
   */
  private record Work(@Nullable Opening opening, Group group) {}

  /** Waits for something to do; null when all is done. */
  private @Nullable Work take() {
    lock.lock();
    try {
      while (true) {
        if (underWay.isEmpty()) {
          Opening opening = openings.current();
          if (opening == null) {
            return new Work(null, Group.NONE);
          }
          if (!queue.isEmpty()) {
            underWay = new Group(queue.takeAll());
            alone = underWay.size() == 1;
            space.signalAll();
            return new Work(opening, underWay);
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

  private void store(Opening opening, Group group) {
    long began = System.nanoTime();
    List<CommitResult> results;
    try {
      results = group.store(opening, holds);
    } catch (Throwable cause) {
      lose(group, cause);
      return;
    }
    done();
    for (int i = 0; i < group.size(); i++) {
      settle(group.commits().get(i), new Outcome.Answered(results.get(i)));
    }
    activity.grow();
    group.tell(observer, info.durability() == Durability.SYNC, began);
    observer.stored(opening.backend(), began);
  }

  private void done() {
    lock.lock();
    try {
      underWay = Group.NONE;
      if (closing || !queue.isEmpty() || openings.current() == null) {
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void settle(PendingCommit pending, Outcome outcome) {
    pending.complete(outcome);
    unsettled.settled(pending.commit().stream());
  }

  private void lose(Group group, Throwable cause) {
    observer.storeLost(group.size(), cause);
    lock.lock();
    try {
      openings.lose(cause);
      doubtful = group.doubtful();
      underWay = Group.NONE;
      work.signal();
    } finally {
      lock.unlock();
    }
    group.commits().stream().filter(PendingCommit::expendable)
        .forEach(pending -> settle(pending, new Outcome.Unknown(cause)));
  }

  /** Opens the location again and tells those who wait what it holds of theirs; false if it is closing instead. */
  private boolean recover() {
    long since = System.nanoTime();
    Throwable cause = openings.trouble();
    List<PendingCommit> open = doubtful.commits();
    while (true) {
      Opening next = openings.reopen();
      if (next == null) {
        open.forEach(pending -> settle(pending, new Outcome.Unknown(cause)));
        lock.lock();
        try {
          refuseQueue();
        } finally {
          lock.unlock();
        }
        return false;
      }
      try {
        for (PendingCommit pending : open) {
          if (pending.outcome() == null) {
            settle(pending, pending.lookUp(next.backend(), next.generation(), cause));
          }
        }
        doubtful = Group.NONE;
        if (openings.publish(next)) {
          activity.grow();
          observer.storeReopened(next.generation(), since);
          return true;
        }
      } catch (RuntimeException | Error e) {
        LOG.log(System.Logger.Level.WARNING, "The store failed again while it was asked what it holds.", e);
      }
    }
  }

  private void refuseQueue() {
    queue.takeAll().forEach(pending -> settle(pending, new Outcome.Refused("it is closing.")));
    space.signalAll();
  }
}
