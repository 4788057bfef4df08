package dev.cairn.impl.log;

import dev.cairn.impl.commit.Activity;
import dev.cairn.impl.journal.Withdrawals;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.spi.Position;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What purges mean for one reader. Used by its thread. */
final class PurgesOfReader {
  private static final GuardedLogger LOG = GuardedLogger.of(PurgesOfReader.class);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final StoreLog log;
  private final String reader;
  private final Activity activity;
  private final BooleanSupplier stopped;
  private Position purged = Position.START;

  PurgesOfReader(StoreLog log, String reader, BooleanSupplier stopped) {
    this.log = log;
    this.reader = reader;
    this.activity = log.store().committer().activity();
    this.stopped = stopped;
  }

  /** Waits while a purge is under way. Another process does not wake this one when its purge has ended. */
  void await(long seen, BooleanSupplier isUnderWay) {
    if (log.store().committer().isShared()) {
      activity.await(seen, LOOK_NANOS, stopped);
    } else {
      activity.await(seen, Long.MAX_VALUE, () -> stopped.getAsBoolean() || !isUnderWay.getAsBoolean());
    }
  }

  /**
   * Waits for the purges that are under way: one that was announced before this checkpoint takes a state away before it
   * is taken, or is told after this checkpoint.
   */
  void awaitAll() {
    Withdrawals withdrawals = log.store().withdrawals();
    Set<Object> before = withdrawals.underWay();
    while (!stopped.getAsBoolean() && !withdrawals.haveEnded(before)) {
      activity.await(activity.count(), Long.MAX_VALUE,
          () -> stopped.getAsBoolean() || withdrawals.haveEnded(before));
    }
  }

  /** Says that events were purged which the reader has not read: compaction waits for it, a purge does not. */
  void tell(Position deletedThrough, Position read) {
    if (deletedThrough.compareTo(read) > 0 && deletedThrough.compareTo(purged) > 0) {
      purged = deletedThrough;
      LOG.log(System.Logger.Level.WARNING, () -> "Events of store " + log.store().name() + " up to position " + purged
          + " were purged before the reader " + reader
          + " had read them; they do not come to it, and it is told of the purge.");
    }
  }
}
