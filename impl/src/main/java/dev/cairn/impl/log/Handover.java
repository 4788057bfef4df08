package dev.cairn.impl.log;

import dev.cairn.api.EventFilter;
import dev.cairn.api.EventHandler;
import dev.cairn.api.Forgotten;
import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.Withdrawal;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.journal.FormerLogs.Place;
import dev.cairn.impl.journal.StreamOpener;
import dev.cairn.impl.journal.Withdrawals;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StoreId;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes of each entry of a log what a handler gets. Used by one thread. */
final class Handover {
  private static final GuardedLogger LOG = GuardedLogger.of(Handover.class);
  private static final int MOST_OPENERS = 1024;
  private static final int CALLS_OF_A_PURGE = 2;

  /** Gives a handler one thing. */
  interface Giving {
    void run() throws Exception;
  }

  /**
   * One thing to hand over, as often as it takes.
   *
   * @param giving calls the handler
   * @param what is handed over, for people
   */
  record Step(Giving giving, Object what) {
    void run() throws Exception {
      giving.run();
    }
  }

  private final StoreLog log;
  private final String reader;
  private final EventFilter filter;
  private final EventHandler handler;
  private final Withdrawals withdrawals;
  private final Map<StreamKey, StreamOpener> openers = new HashMap<>();
  private StoreId of;
  private boolean hears;
  private boolean saysForgotten;
  private Position awaited = Position.START;
  private long awaitedSince;

  Handover(StoreLog log, String reader, EventFilter filter, EventHandler handler) {
    this.log = log;
    this.reader = reader;
    this.filter = filter;
    this.hears = hears(handler, "withdrawn", Withdrawal.class);
    this.handler = handler;
    this.of = log.store().id();
    this.withdrawals = log.store().withdrawals();
  }

  /** From now on entries are of this store, and so are the positions. */
  void goOnIn(StoreId store) {
    of = store;
    openers.clear();
  }

  private LogOffset offset(Position position) {
    return StoreLog.offset(new Place(of, position));
  }

  /** Whether it is not known yet if this is true: a withdrawal whose purge is under way. */
  boolean waitsFor(StoredEvent stored) {
    if (!Withdrawals.holds(stored.stream())) {
      return false;
    }
    Withdrawals.Noted noted = withdrawals.open(stored);
    return withdrawals.isUnderWay(noted.range().actor()) || mayBeUnderWayElsewhere(noted);
  }

  /** Another process has as long as a call has to do what it announced; then it is taken for dead. */
  private boolean mayBeUnderWayElsewhere(Withdrawals.Noted noted) {
    Committer committer = log.store().committer();
    if (!committer.isShared() || withdrawals.isDone(noted)) {
      return false;
    }
    if (!noted.position().equals(awaited)) {
      awaited = noted.position();
      awaitedSince = System.nanoTime();
    }
    return System.nanoTime() - awaitedSince < CALLS_OF_A_PURGE * committer.patienceNanos();
  }

  /**
   * What to do with an entry; empty for a withdrawal that was announced and never done, for an event of a forgotten
   * actor, and for what is not wanted.
   */
  Optional<Step> of(StoredEvent stored) {
    if (Withdrawals.holds(stored.stream())) {
      Withdrawals.Noted noted = withdrawals.open(stored);
      Withdrawal withdrawal = new ReadWithdrawal(of, noted);
      boolean told = filter.passes(withdrawal.actorType(), withdrawal.id()) && withdrawals.isDone(noted);
      return told ? Optional.of(new Step(() -> tell(withdrawal), withdrawal)) : Optional.empty();
    }
    if (openers.size() >= MOST_OPENERS) {
      openers.clear();
    }
    LoggedEvent event;
    try {
      event = ReadEvent.of(log.store(), of, openers.computeIfAbsent(stored.stream(), log.store()::opener), stored);
    } catch (Forgotten e) {
      sayForgotten(e);
      return Optional.empty();
    }
    return filter.passes(event.tags()) ? Optional.of(new Step(() -> handler.event(event), event)) : Optional.empty();
  }

  /** What it tells of comes later in the log. */
  private void sayForgotten(Forgotten which) {
    if (!saysForgotten) {
      saysForgotten = true; // said once
      LOG.log(System.Logger.Level.INFO, () -> "Events of forgotten actors do not come to the reader " + reader
          + " of store " + log.store().name() + "; it is told of each such actor. The first was " + which.path() + ".");
    }
  }

  /** What to do where the store has lost the events after this one, some of which were handed over. */
  Step ofLoss(Position kept) {
    LogOffset after = offset(kept);
    LOG.log(System.Logger.Level.WARNING, () -> "The store " + log.store().name() + " has lost its newest events after "
        + kept + ". The reader " + reader + " was given some of them; it goes on with those that are stored now."
        + (hears(handler, "lost", LogOffset.class) ? ""
            : " Its handler has no method lost(LogOffset): it keeps what it made of the lost ones."));
    return new Step(() -> handler.lost(after), "the loss of the events after " + kept);
  }

  /** What to do before a checkpoint is stored. */
  Step ofResults(Position through) {
    return new Step(() -> handler.flush(offset(through)), "what it made of the events up to " + through);
  }

  /** When an entry was stored. */
  Instant time(StoredEvent stored) {
    try {
      return log.store().opener(stored.stream()).open(RecordKind.EVENT, stored.sequence(), stored.record()).time();
    } catch (Forgotten e) {
      return RecordFrame.time(stored.record());
    }
  }

  private void tell(Withdrawal withdrawal) throws Exception {
    if (!hears) {
      hears = true; // said once
      LOG.log(System.Logger.Level.WARNING, () -> "Events were withdrawn from store " + log.store().name()
          + ", and the handler of the reader " + reader
          + " has no method withdrawn(Withdrawal): it keeps what it made of "
          + "them. The first was " + withdrawal + ".");
    }
    handler.withdrawn(withdrawal);
  }

  /** Whether this handler has a method of its own for what it may hear. */
  private static boolean hears(EventHandler handler, String method, Class<?> parameter) {
    try {
      return handler.getClass().getMethod(method, parameter).getDeclaringClass() != EventHandler.class;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }
}
