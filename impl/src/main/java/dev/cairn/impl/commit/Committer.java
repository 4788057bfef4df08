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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Group commit: the commits that come while the backend is busy are the next batch, and one sync stores the whole
 * batch. A lone commit goes to the backend at once.
 *
 * <p>If commits wait, for a sync or for an engine in another process, one platform thread calls the backend. If they do
 * not, a virtual thread calls it for all, without a hop to another thread: the caller, where enough commits wait or no
 * actor is ready, or else a thread that has no actor to run. If nothing is written, each caller stores its own commit.
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

  private final Sessions sessions;
  private final StoreThreads threads = new StoreThreads();
  private final long patienceNanos;
  private volatile BackendInfo info;
  private volatile boolean isMemory;
  private final BatchLoop loop;
  private final AtomicLong names = new AtomicLong();
  private final CommitQueue queue;
  private final Expiry expiry;
  private final UnsettledStreams unsettled = new UnsettledStreams();
  private final StoreReads reads;
  private final Moving moving;
  private final @Nullable Pulse pulse;

  /**
   * Opens a location, on a platform thread, and starts to commit to it.
   *
   * @param patience the longest time that a commit or a read waits
   */
  public Committer(Location location, Holds holds, StoreObserver observer, Duration patience) {
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
    this.isMemory = info.durability() == Durability.NONE && !info.waits();
    this.queue = new CommitQueue(opened, info.waits() || info.durability() == Durability.SYNC, this::storeNow);
    this.expiry = new Expiry(queue, patienceNanos);
    OpenLocations.add(this);
    this.loop = new BatchLoop(opened, queue, unsettled, holds, observer, info);
    loop.start();
    threads.resizeTo(info.readers());
    this.moving = new Moving(opened, queue, loop, threads);
    this.pulse = info.multiProcess() ? new Pulse(opened::newestGeneration, new Others(reads, loop.activity())) : null;
  }

  /**
   * Moves to another location that has the same: commits wait until those under way have ended, the rest is copied, and
   * all goes on there. One thread at a time may call, a platform thread. Whatever this throws, all goes on as before.
   *
   * @param nanos how long it waits for what is under way
   * @param rest copies the rest from the backend of this location, to which nobody writes meanwhile
   * @return false if what is under way has not ended in time; nothing was done
   * @throws StoreUnavailable if the location is closing, or is lost meanwhile
   */
  public boolean move(long nanos, Function<Backend, Destination> rest) {
    Optional<BackendInfo> moved = moving.run(nanos, rest);
    moved.ifPresent(now -> {
      info = now;
      isMemory = false;
      loop.activity().grow();
    });
    return moved.isPresent();
  }

  /** The streams that are written. */
  public TouchedStreams touched() {
    return loop.touched();
  }

  /** The location, which a hand-over makes another one. */
  public Location location() {
    return sessions.location();
  }

  /** The generation since which it has been the same location; what was made before belongs to a former one. */
  public long hereSince() {
    return queue.standstill().leastEpoch();
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
      if (storeAlone(pending)) {
        Outcome outcome = pending.outcome();
        if (outcome != null) {
          return outcome;
        }
      } else if (!queue.put(pending)) {
        return notTaken();
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

  /**
   * Hands a commit in, and does not wait for its outcome. Waits only while the queue is full. Where storing is no more
   * than work in memory, this thread does it at once. If this throws, the commit may be stored or not.
   *
   * @param listener is called when {@link #outcome} has something to tell that it did not have at the return
   */
  public HandedInCommit handIn(Commit commit, Runnable listener) {
    return handIn(commit, listener, patienceNanos);
  }

  /** Hands a commit in as part of a call that may have waited before, and has so much time left. */
  public HandedInCommit handIn(Commit commit, Runnable listener, long nanos) {
    HandedInCommit pending = new HandedInCommit(commit, Math.max(0, nanos), listener);
    try {
      if (!storeAlone(pending) && !queue.put(pending)) {
        pending.answer(notTaken());
      }
      if (pending.outcome() == null) {
        expiry.watch(pending);
      }
      return pending;
    } catch (Throwable unexpected) {
      leaveBehind(pending);
      throw unexpected;
    }
  }

  /** The outcome of a commit that was handed in; null while it is not known and the deadline is not over. */
  public @Nullable Outcome outcome(HandedInCommit pending) {
    Outcome known = pending.outcome();
    return known != null || pending.nanosLeft() > 0 ? known : giveUp(pending);
  }

  /** Takes a commit back that was handed in: if the backend does not have it yet, it never will. */
  public void takeBack(HandedInCommit pending, String why) {
    if (pending.outcome() == null && queue.takeBack(pending)) {
      pending.answer(new Outcome.Refused(why));
    }
  }

  private Outcome notTaken() {
    return new Outcome.Refused(
        queue.isClosing() ? "it is closing." : "it is too slow, or has failed and is not open again.");
  }

  /** Stores a commit at once where that is no more than work in memory; false if the commit has to wait its turn. */
  private boolean storeAlone(PendingCommit pending) {
    TakenBatch taken = isMemory ? queue.takeAlone(pending) : null;
    if (taken != null) {
      store(taken);
    }
    return taken != null;
  }

  /** Stores all waiting commits, unless another thread does. Threads that are ready to run add their commits first. */
  private void storeHere() {
    if (!queue.hasEnough()) {
      Thread.yield();
    }
    storeNow();
  }

  private void storeNow() {
    TakenBatch taken = queue.takeHere();
    if (taken != null) {
      store(taken);
    }
  }

  private void store(TakenBatch taken) {
    try {
      loop.store(taken);
    } catch (Throwable unexpected) {
      taken.failure = unexpected; // no call here: the committer's thread finds this failure, and has the batch now
    }
  }

  /** Leaves a commit that no thread waits for any more: it may be in the queue, under way, or stored. */
  private void leaveBehind(PendingCommit pending) {
    if (!queue.takeBack(pending)) {
      unsettled.add(pending);
      if (pending.outcome() != null) {
        unsettled.remove(pending);
      }
    }
  }

  /** A name for one commit, which no other commit will ever have. */
  public CommitName nextName() {
    return new CommitName(generation(), names.incrementAndGet());
  }

  /** The class of the backend's provider. */
  Class<?> provider() {
    return sessions.location().provider();
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

  /** Whether other processes may write the location at the same time. */
  public boolean isShared() {
    return pulse != null;
  }

  /**
   * A mark of this moment for {@link #isUndisturbedSince}, to be taken before a stream is read.
   */
  public long mark() {
    return pulse == null ? generation() : pulse.mark();
  }

  /**
   * Whether another process had no time to take over what was read after a mark: this one has not stood still since,
   * and has kept its session. Where nobody else writes, {@link #isAloneSince} says more.
   */
  public boolean isUndisturbedSince(long mark) {
    return pulse == null || sessions.current() != null && pulse.holds(mark);
  }

  /**
   * Says whether another process may take over what this one has, although this one runs: nothing that was read is then
   * {@link #isUndisturbedSince undisturbed}.
   */
  public void doubt(boolean unsure) {
    if (pulse != null) {
      pulse.doubt(unsure);
    }
  }

  /** The backend's own description, from the first session. */
  public BackendInfo info() {
    return info;
  }

  /** The count of the batches that were stored. */
  public Activity activity() {
    return loop.activity();
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

  /** How long a call that begins now waits for the store. */
  public long patienceNanos() {
    return patienceNanos;
  }

  /** The patience of a call that begins now. */
  public Patience patience() {
    return Patience.of(patienceNanos);
  }

  /** The patience of a call that begins now and waits no longer than this. */
  public Patience patienceOf(long nanos) {
    return Patience.of(Math.min(nanos, patienceNanos));
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
    if (pulse != null) {
      pulse.close();
    }
    queue.close();
    sessions.giveUp();
    if (!loop.awaitEnd(patienceNanos)) {
      LOG.log(System.Logger.Level.ERROR,
          () -> "The store does not return from a commit. It stays locked until it does.");
      loop.refuseQueue();
    }
    expiry.close();
    threads.close();
  }

  private Outcome giveUp(PendingCommit pending) {
    if (queue.takeBack(pending)) {
      return new Outcome.Refused(
          "it did not come to this commit in time (" + FailureText.of(sessions.trouble()) + ").");
    }
    unsettled.add(pending);
    Outcome late = pending.outcome();
    if (late == null) {
      return new Outcome.Unknown(sessions.trouble());
    }
    unsettled.remove(pending);
    return late;
  }
}
