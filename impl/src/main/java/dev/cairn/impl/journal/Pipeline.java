package dev.cairn.impl.journal;

import dev.cairn.api.PersistException;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistUnknown;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.commit.HandedInCommit;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.spi.Commit;
import dev.cairn.spi.StreamKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The commits of a pipelined actor that are under way, in order, and the answers that wait for them. An answer waits
 * for the newest commit of events that is under way when the answer is given: everything that its handler has seen or
 * stored is durable with it.
 *
 * <pre>
 *   handIn --> UNDER WAY --> settled, in order: stored      its answers leave
 *                                               not stored  the pipeline ends: its answers fail, later commits are
 *                                                           taken back or settled, and their answers fail
 * </pre>
 *
 * A commit expects the one before it in the stream, so the backend refuses what follows a commit that it does not have.
 * A snapshot that is not stored ends nothing. Used by the actor's thread, except {@link #hear}.
 */
final class Pipeline {
  private static final GuardedLogger LOG = GuardedLogger.of(Pipeline.class);
  private static final int MOST_COMMITS = 1024;
  private static final long MOST_BYTES = 1 << 20;
  private static final String TAKEN_BACK = "an earlier event of the actor was not stored.";

  private final Committer committer;
  private final StreamKey stream;
  private final Owner owner;
  private final Runnable signal;
  private final Deque<Link> links = new ArrayDeque<>();
  private final AtomicBoolean told = new AtomicBoolean();
  private final Runnable hearing = this::hear;
  private volatile @Nullable Thread waiter;
  private @Nullable Link newest;
  private long bytes;
  private long command;
  private boolean settling;
  private boolean ended;
  private long failedCommand = -1;
  private @Nullable PersistException failure;

  /** Hears what became of each commit, in order, before the answers leave. */
  interface Owner {
    /** A commit is stored. */
    void stored(Commit commit, long epoch, long since);

    /**
     * A commit is not stored, or nobody knows.
     *
     * @param death why the actor cannot go on; null for a snapshot that changes nothing
     */
    void lost(Commit commit, PersistException why, @Nullable String death, long since);
  }

  private record Waiting(HeldAnswer answer, long command) {}

  private static final class Link {
    private final Commit commit;
    private final long command;
    private final long since;
    private List<Waiting> answers = List.of();
    private @Nullable HandedInCommit handedIn;
    private @Nullable Outcome outcome;

    Link(Commit commit, long command, long since) {
      this.commit = commit;
      this.command = command;
      this.since = since;
    }

    void add(HeldAnswer answer, long ofCommand) {
      answers = answers.isEmpty() ? new ArrayList<>(2) : answers;
      answers.add(new Waiting(answer, ofCommand));
    }

    long bytes() {
      return handedIn == null ? 0 : handedIn.bytes();
    }

    @Nullable
    Outcome outcome(Committer committer) {
      return handedIn == null ? outcome : committer.outcome(handedIn);
    }
  }

  /**
   * An empty pipeline.
   *
   * @param signal asks the actor to call {@link #settle}; any thread may run it
   */
  Pipeline(Committer committer, StreamKey stream, Owner owner, Runnable signal) {
    this.committer = committer;
    this.stream = stream;
    this.owner = owner;
    this.signal = signal;
  }

  /** Called before the author's code handles the next command. */
  void beginCall() {
    command++;
  }

  /**
   * Waits for room for one more commit.
   *
   * @throws PersistException if the pipeline has ended
   */
  void awaitRoom() {
    if (links.size() >= MOST_COMMITS || bytes >= MOST_BYTES) {
      awaitSettled(() -> ended || links.size() < MOST_COMMITS && bytes < MOST_BYTES);
    }
    requireGoingOn();
  }

  /**
   * Hands a commit in. If this throws, the commit may be stored or not, which {@link #settle} finds out.
   *
   * @param again makes it anew under an epoch, if the location was handed over since it was made
   * @param since when the author has persisted it, as {@link System#nanoTime}
   */
  void handIn(Commit commit, LongFunction<Commit> again, long since) {
    boolean in = handIn(commit, since);
    while (!in) {
      in = handIn(again.apply(committer.generation()), since);
    }
  }

  /** False if it has to be made anew. */
  private boolean handIn(Commit commit, long since) {
    Link before = newest;
    Link link = new Link(commit, command, since);
    links.add(link);
    if (!NotStored.isSnapshot(commit)) {
      newest = link;
    }
    try {
      HandedInCommit handedIn = committer.handIn(commit, hearing);
      link.handedIn = handedIn;
      bytes += link.bytes();
      Outcome atOnce = committer.outcome(handedIn);
      if (atOnce == Outcome.MOVED) {
        links.removeLast();
        newest = before;
        bytes -= link.bytes();
        return false;
      }
      if (atOnce != null && atOnce.isStored() && links.size() == 1) {
        settle();
      } else if (atOnce != null) {
        hear();
      }
      return true;
    } catch (Throwable thrown) {
      link.outcome = Outcome.Unknown.after(thrown);
      throw thrown;
    }
  }

  /** Keeps an answer of the current command until it may leave; false if it may leave at once. */
  boolean hold(HeldAnswer answer) {
    Link last = newest;
    if (last != null) {
      last.add(answer, command);
    } else if (ended) {
      answer.fail(failureOf(command));
    }
    return last != null || ended;
  }

  /** Keeps an answer until an event is durable; false if no such event is under way. */
  boolean hold(HeldAnswer answer, long sequence) {
    for (Link link : links) {
      if (link.commit.lastAfter() == sequence && !NotStored.isSnapshot(link.commit)) {
        link.add(answer, link.command);
        return true;
      }
    }
    return false;
  }

  /**
   * Waits until all events are durable.
   *
   * @throws PersistException if one is not stored; it is the outcome of the current command
   */
  void awaitDurable() {
    if (newest != null) {
      awaitSettled(() -> ended || newest == null);
    }
    requireGoingOn();
  }

  /** The sequence of the newest event that is known to be durable. */
  long lastDurable(long last) {
    Link oldest = links.peek();
    return oldest == null ? last : oldest.commit.expectedLast();
  }

  /** Waits until every commit is settled, whatever became of it. */
  void drain() {
    awaitSettled(links::isEmpty);
  }

  /** The outcome of the newest command whose events are not stored; null if all are. */
  @Nullable
  PersistException failure() {
    return failure;
  }

  private void requireGoingOn() {
    if (ended && !settling) {
      throw failureOf(command);
    }
  }

  private PersistException failureOf(long ofCommand) {
    PersistException own = failure;
    return own != null && ofCommand == failedCommand ? own
        : new PersistFailed(stream.toString(), "the command has seen events of the actor that were not stored. "
            + "The actor recovers before it takes another command.", own);
  }

  /** Waits on the actor's thread. An answer that leaves meanwhile may run code that calls this again. */
  private void awaitSettled(BooleanSupplier enough) {
    if (settling) {
      return;
    }
    boolean interrupted = false;
    waiter = Thread.currentThread();
    try {
      settle();
      while (!enough.getAsBoolean()) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
        settle();
      }
    } finally {
      waiter = null;
      if (!links.isEmpty()) {
        hear(); // an outcome may have come when this thread did not look any more
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Called on any thread: the outcome of a commit is known, or its deadline is over. */
  private void hear() {
    Thread waiting = waiter;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    } else if (told.compareAndSet(false, true)) {
      try {
        signal.run();
      } catch (Throwable e) {
        told.set(false); // at the deadline this is called again
        throw e;
      }
    }
  }

  /** Settles the commits whose outcome is known, and lets their answers leave. */
  void settle() {
    if (settling) {
      return;
    }
    settling = true;
    told.set(false);
    try {
      for (Link link = links.peek(); link != null; link = links.peek()) {
        Outcome outcome = link.outcome(committer);
        if (outcome == null) {
          return;
        }
        links.remove();
        bytes -= link.bytes();
        if (link == newest) {
          newest = null;
        }
        settle(link, outcome);
      }
    } finally {
      settling = false;
    }
  }

  private void settle(Link link, Outcome outcome) {
    if (outcome.isStored()) {
      owner.stored(link.commit, ((Outcome.Answered) outcome).epoch(), link.since);
      each(link, waiting -> waiting.answer.leave());
      return;
    }
    NotStored lost = NotStored.of(link.commit, outcome);
    PersistException why = ended ? afterwards(lost.failure()) : lost.failure();
    boolean harmless = NotStored.isSnapshot(link.commit) && lost.death() == null;
    owner.lost(link.commit, why, harmless ? null : Objects.requireNonNullElse(lost.death(), TAKEN_BACK), link.since);
    if (harmless) {
      return;
    }
    if (failedCommand != link.command) {
      failedCommand = link.command;
      failure = why;
    }
    if (!ended) {
      ended = true;
      takeBackAll();
    }
    each(link, waiting -> waiting.answer.fail(failureOf(waiting.command)));
  }

  /** Whatever one asker's code throws, the answers of the others leave. */
  private void each(Link link, Consumer<Waiting> work) {
    for (Waiting waiting : link.answers) {
      try {
        work.accept(waiting);
      } catch (Throwable e) {
        LOG.log(System.Logger.Level.WARNING, () -> "An asker of " + stream + " could not take its answer.", e);
      }
    }
  }

  private void takeBackAll() {
    for (Link link : links) {
      if (link.handedIn != null) {
        committer.takeBack(link.handedIn, TAKEN_BACK);
      }
    }
  }

  /** After an event that is not stored, none is. */
  private PersistException afterwards(PersistException own) {
    return own instanceof PersistUnknown ? own
        : new PersistFailed(stream.toString(), TAKEN_BACK + " The actor recovers before it takes another command.",
            own);
  }
}
