package dev.cairn.impl.journal;

import dev.cairn.api.PersistException;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.dispatch.Dispatcher;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.impl.observe.StoreObserver;
import dev.cairn.spi.Claim;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.StreamKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes one stream that has no active actor, for all who append to it: the appends that wait and those that are under
 * way, in the order in which they came.
 *
 * <pre>
 *   append --> WAITING --> handed in: UNDER WAY --> settled, in order: stored
 *                 ^   it goes to the end, or expects         |        not stored, and its author is told
 *                 |   the end of those under way, or         |
 *                 |   nothing is under way                   v
 *                 +----------------------------------- to be stored at another end, or under a new claim
 * </pre>
 *
 * After an append that is not stored, nothing is handed in until all that were under way are settled. They expect it in
 * the stream, so the backend refuses them. An append that may expect another end than that of the stream is under way
 * alone: the backend would store what follows it, if the stream happens to end there. Any thread may call.
 */
final class StreamWriter {
  private static final GuardedLogger LOG = GuardedLogger.of(StreamWriter.class);
  private static final int MOST = 1024;
  private static final long UNKNOWN = -1;
  private static final String FOLLOWED = "an earlier append to the stream, which it followed, was not stored.";
  private static final String OTHERS = "others write to the stream all the time.";

  private final Committer committer;
  private final StoreObserver observer;
  private final StreamKey stream;
  private final Predicate<StreamKey> isActor;
  private final AppendFailures failures;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final AtomicBoolean told = new AtomicBoolean();
  private final Runnable hearing = this::hear;
  private final Runnable turning = guarded(this::turn);
  private final Deque<Append> waiting = new ArrayDeque<>();
  private final Deque<Append> underWay = new ArrayDeque<>();
  private final Deque<Append> again = new ArrayDeque<>();
  private List<Runnable> answers = new ArrayList<>();
  private long epoch;
  private long tail = UNKNOWN;
  private boolean broken;
  private boolean guessed;
  private boolean lostForGood;
  private boolean taken;
  private int wantAlone;
  private volatile boolean retired;

  /**
   * A writer that knows nothing of the stream.
   *
   * @param isActor whether an actor has a stream
   */
  StreamWriter(Committer committer, StoreObserver observer, StreamOpener opener, StreamKey stream,
      Predicate<StreamKey> isActor) {
    this.committer = committer;
    this.observer = observer;
    this.stream = stream;
    this.isActor = isActor;
    this.failures = new AppendFailures(committer, stream, opener);
  }

  /**
   * Takes an append; false if this writer is retired. Waits only while too much is under way.
   *
   * @throws PersistException if it takes nothing; nothing of the append is stored
   */
  boolean append(Append append) {
    lock.lock();
    try {
      if (retired) {
        return false;
      }
      requireNoActor();
      if (isFull() && !await(committer.patience(), () -> !isFull())) {
        throw new PersistFailed(stream.toString(), "too many appends of it wait for the store.", null);
      }
      requireNoActor();
      waiting.add(append);
      handInWaiting();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() { return waiting.size() + underWay.size() >= MOST; }

  private void requireNoActor() {
    if (isActor.test(stream)) {
      throw new PersistRejected(stream.toString(), "its actor is active, and only the actor writes to the stream. Send "
          + "it a command; or stop it, and append then.", null);
    }
  }

  private boolean isQuiet() { return waiting.isEmpty() && underWay.isEmpty() && again.isEmpty() && !taken; }

  /** Waits under the lock; false if the time is over before. An interrupt does not end the wait. */
  private boolean await(Patience patience, BooleanSupplier enough) {
    boolean interrupted = false;
    while (!enough.getAsBoolean() && patience.nanosLeft() > 0) {
      try {
        moved.awaitNanos(patience.nanosLeft());
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return enough.getAsBoolean();
  }

  /**
   * Waits until everything that it has taken has an outcome.
   *
   * @throws StoreUnavailable if that takes too long
   */
  void awaitQuiet(Patience patience) {
    lock.lock();
    try {
      if (!await(patience, this::isQuiet)) {
        throw new StoreUnavailable(
            "Appends to the stream " + stream + " are under way, and the store has not answered.",
            null);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for those before it, and keeps appends waiting until {@link #giveBack}; false if this writer is retired.
   *
   * @throws PersistException if that is not possible
   */
  boolean takeAlone(Patience patience) {
    lock.lock();
    wantAlone++;
    try {
      if (retired) {
        return false;
      }
      requireNoActor();
      if (!await(patience, () -> underWay.isEmpty() && again.isEmpty() && !taken)) {
        throw new PersistFailed(stream.toString(), "appends to it are under way, and the store has not answered.",
            null);
      }
      requireNoActor();
      taken = true;
      return true;
    } finally {
      wantAlone--;
      handInWaiting();
      lock.unlock();
    }
  }

  /**
   * Ends what {@link #takeAlone} has begun.
   *
   * @param claimed the epoch of the newest claim; 0 if that is not known
   */
  void giveBack(long claimed) {
    lock.lock();
    try {
      taken = false;
      epoch = claimed;
      tail = UNKNOWN;
      moved.signalAll();
      handInWaiting();
    } finally {
      lock.unlock();
    }
  }

  /** Lets this writer take nothing any more, if it has nothing to do. */
  boolean retire() {
    if (lock.tryLock()) {
      try {
        retired = retired || isQuiet() && wantAlone == 0;
        return retired;
      } finally {
        lock.unlock();
      }
    }
    return false;
  }

  boolean isRetired() { return retired; }

  private void handInWaiting() {
    while (!taken && !broken && !guessed && wantAlone == 0 && !waiting.isEmpty() && mayGo(waiting.element())) {
      if (!knowsEnoughFor(waiting.element())) {
        taken = true;
        Dispatcher.dispatch(guarded(this::lookUp));
        return;
      }
      handIn(waiting.remove());
    }
  }

  private boolean mayGo(Append next) {
    return underWay.isEmpty() || next.isAtEnd() || next.expected() == tail;
  }

  private boolean knowsEnoughFor(Append next) {
    return (epoch != 0 || !committer.isShared()) && (tail != UNKNOWN || !next.isAtEnd());
  }

  private void handIn(Append next) {
    try {
      next.make(committer, committer.isShared() ? epoch : committer.generation(),
          next.isAtEnd() ? tail : next.expected());
    } catch (RuntimeException rejected) {
      answers.add(() -> next.fail(rejected));
      hear();
      return;
    }
    underWay.add(next);
    guessed = !next.isAtEnd() && next.expected() != tail;
    tail = next.commit().lastAfter();
    next.handIn(committer, hearing);
    if (next.outcome(committer) != null) {
      hear();
    }
  }

  /** Called on any thread, under any lock: an outcome is known, or a deadline is over. */
  private void hear() {
    if (told.compareAndSet(false, true)) {
      try {
        Dispatcher.dispatch(turning);
      } catch (Throwable e) {
        told.set(false); // at the deadline this is called again
        throw e;
      }
    }
  }

  private Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (Throwable e) { // no memory, for one
        LOG.log(System.Logger.Level.ERROR, () -> "The writer of " + stream + " has failed. It goes on.", e);
      }
    };
  }

  private void turn() {
    told.set(false);
    List<Runnable> leaving;
    lock.lock();
    try {
      settle();
      leaving = answers;
      answers = new ArrayList<>();
    } finally {
      lock.unlock();
    }
    for (Runnable answer : leaving) {
      try {
        answer.run();
      } catch (Throwable e) {
        LOG.log(System.Logger.Level.WARNING, () -> "An append to " + stream + " could not be answered.", e);
      }
    }
  }

  private void settle() {
    for (Append first = underWay.peek(); first != null; first = underWay.peek()) {
      Outcome outcome = first.outcome(committer);
      if (outcome == null) {
        return;
      }
      underWay.remove();
      if (outcome.isStored()) {
        Append stored = first;
        tail = broken ? UNKNOWN : tail;
        observer.persisted(stream, stored.commit().lastAfter(), stored.commit().events().size(), stored.since());
        answers.add(stored::stored);
      } else {
        settleLost(first, outcome);
      }
    }
    broken = false;
    guessed = false;
    lostForGood = false;
    while (!again.isEmpty()) {
      waiting.addFirst(again.removeLast());
    }
    moved.signalAll();
    handInWaiting();
  }

  private void settleLost(Append lost, Outcome outcome) {
    boolean first = !broken;
    broken = true;
    tail = first ? AppendFailures.actualLast(outcome).orElse(UNKNOWN) : tail;
    boolean elsewhere = outcome == Outcome.MOVED || outcome instanceof Outcome.Answered answered
        && !(answered.result() instanceof CommitResult.TooLarge);
    if (AppendFailures.isUnderAnOldClaim(outcome)) {
      epoch = 0;
    }
    if (elsewhere && lostForGood && !lost.isAtEnd()) {
      answers.add(() -> lost.failed(FOLLOWED, null));
    } else if (elsewhere && (lost.isAtEnd() || !first || AppendFailures.isUnderAnOldClaim(outcome))) {
      tryAgain(lost);
    } else {
      lostForGood = true;
      if (guessed) {
        failFollowers(lost.commit().lastAfter());
      }
      answers.add(() -> lost.fail(failures.of(lost, outcome)));
    }
  }

  /** Those that came while a guess was under way and expect its end follow it, also if the stream ends there. */
  private void failFollowers(long end) {
    long last = end;
    for (Append append : List.copyOf(waiting)) {
      if (!append.isAtEnd() && append.expected() == last) {
        waiting.remove(append);
        answers.add(() -> append.failed(FOLLOWED, null));
        last = append.lastAfter();
      }
    }
  }

  private void tryAgain(Append lost) {
    if (System.nanoTime() - lost.since() < committer.patienceNanos()) {
      again.add(lost);
    } else {
      answers.add(() -> lost.failed(OTHERS, null));
    }
  }

  /** Finds out where the stream ends, and claims it where others may write it too. */
  private void lookUp() {
    Claim claim = null;
    Throwable trouble = null;
    try {
      claim = claim(committer.patience());
    } catch (Throwable e) {
      trouble = e;
    }
    lock.lock();
    try {
      taken = false;
      moved.signalAll();
      if (claim != null) {
        epoch = claim.epoch();
        tail = claim.head().last();
        handInWaiting();
        return;
      }
      failWaiting("the stream could not be read before it.", trouble);
    } finally {
      lock.unlock();
    }
  }

  private void failWaiting(String why, @Nullable Throwable cause) {
    for (Append append : waiting) {
      answers.add(() -> append.failed(why, cause));
    }
    waiting.clear();
    hear();
  }

  /** Claims the stream. Where one session writes at a time, this only tells where the stream stands. */
  Claim claim(Patience patience) {
    return committer.read(patience, stream, backend -> backend.claim(stream));
  }
}
