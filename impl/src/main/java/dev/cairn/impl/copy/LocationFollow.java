package dev.cairn.impl.copy;

import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreCopy.Phase;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.CopyOptions;
import dev.cairn.impl.backend.FoundBackend;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.copy.CopySession.Pass;
import dev.cairn.impl.journal.LogHorizon;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A copy that goes on while its original is written: pass after pass, each of a newer moment. Once nobody writes to the
 * original for a time, it takes the rest, compares, and signs; if a writer came meanwhile, it goes on. Used by one
 * thread.
 */
public final class LocationFollow {
  private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(5);
  private static final long SHORTEST_PERIOD = TimeUnit.SECONDS.toNanos(2);
  private static final long LONGEST_PERIOD = TimeUnit.MINUTES.toNanos(1);
  private static final int PART_OF_PERIOD = 10;
  /** A pass that has found nothing is a fifth of the time: an idle standby costs little. */
  private static final int IDLE = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final System.Logger LOG = System.getLogger(LocationFollow.class.getName());

  private final CopyOptions options;
  private final StoreCopy.Follower follower;
  private final long grace;
  private final FoundBackend found;
  private @Nullable CopySession session;
  private long quietSince;
  private boolean quiet;
  private long failingSince;
  private boolean failing;
  private long nextOfEverything = System.nanoTime();
  private long copied;

  /**
   * Finds the backend of the copy.
   *
   * @param grace how long nobody may write before the copy is completed
   */
  public LocationFollow(CopyOptions options, Duration grace, StoreCopy.Follower follower) {
    this.options = options;
    this.follower = follower;
    this.grace = grace.toNanos();
    this.found = LocationCopy.target(options);
  }

  /** Follows until the copy is complete. */
  public StoreCopy.Result run() {
    CopyTarget copy = new CopyTarget(options, found, begin());
    try {
      while (true) {
        long began = System.nanoTime();
        long before = copied;
        Optional<StoreCopy.Result> complete = look(copy);
        if (complete.isPresent()) {
          return complete.get();
        }
        pause((copied == before ? IDLE : 1) * (System.nanoTime() - began));
      }
    } catch (Outrun e) {
      throw LocationCopy.refuse(options, e);
    } catch (BackendException e) {
      throw Location.explain(options.from(), e);
    } finally {
      close();
    }
  }

  private CopyFile begin() {
    try (Backend original = Location.openToRead(options.from(), options.access())) {
      LocationCopy.requireFiles(options, original);
      return CopyFile.begin(options, found.name());
    } catch (BackendException e) {
      throw Location.explain(options.from(), e);
    }
  }

  private void pause(long nanos) {
    LockSupport.parkNanos(Math.min(Math.max(nanos, SHORTEST_PAUSE), LONGEST_PAUSE));
    if (Thread.currentThread().isInterrupted()) {
      throw new StoreUnavailable("The copy to " + options.to() + " was interrupted. The same call goes on with it.",
          null);
    }
  }

  /** An original that cannot be read for a while may come back: a writer begins, or ends. */
  private Optional<StoreCopy.Result> look(CopyTarget copy) {
    try (Backend original = openOriginal()) {
      boolean written = !original.holders().isEmpty();
      Instant asOf = Instant.now();
      try (Backend moment = original.pointInTime()) {
        requireStores(moment, copy.file());
        Optional<StoreCopy.Result> complete = take(copy, moment, asOf, written);
        failing = false;
        return complete;
      }
    } catch (BackendException.Unavailable e) {
      bear(e);
      return Optional.empty();
    }
  }

  private Backend openOriginal() {
    try {
      return Location.openToRead(options.from(), options.access());
    } catch (StoreUnavailable e) {
      throw new BackendException.Unavailable(e.getMessage(), e);
    }
  }

  private void bear(BackendException.Unavailable e) {
    quiet = false;
    if (!failing) {
      failing = true;
      failingSince = System.nanoTime();
    } else if (System.nanoTime() - failingSince > PATIENCE.toNanos()) {
      throw new StoreUnavailable("The original in " + options.from() + " cannot be read any more: " + e.getMessage()
          + " The same command goes on with the copy when it can. If the original is lost, cairn promote "
          + options.to() + " makes the copy a store.", e);
    }
    LOG.log(System.Logger.Level.DEBUG, "The original cannot be read now: " + e.getMessage());
  }

  private static void requireStores(Backend moment, CopyFile file) {
    for (String store : file.stores()) {
      if (!moment.stores().contains(store)) {
        throw new Outrun("the original has no store " + store + " any more.");
      }
    }
  }

  private Optional<StoreCopy.Result> take(CopyTarget copy, Backend moment, Instant asOf, boolean written) {
    long before = copied;
    boolean complete = isQuiet(written);
    boolean everything = complete || System.nanoTime() >= nextOfEverything;
    long began = System.nanoTime();
    CopySession open = session;
    if (open == null) {
      open = copy.open();
      session = open;
    }
    Pass pass = complete ? Pass.EVERYTHING_AGAIN : everything ? Pass.EVERYTHING : Pass.LOG;
    take(open, copy.file(), moment, asOf, pass);
    if (everything) {
      long period = PART_OF_PERIOD * (System.nanoTime() - began);
      nextOfEverything = System.nanoTime() + Math.min(Math.max(period, SHORTEST_PERIOD), LONGEST_PERIOD);
    }
    quiet &= copied == before;
    return complete ? complete(copy, open, moment) : Optional.empty();
  }

  /** A backend that does not know its writers is quiet when nothing comes any more. */
  private boolean isQuiet(boolean written) {
    if (written || !quiet) {
      quiet = !written;
      quietSince = System.nanoTime();
    }
    return quiet && System.nanoTime() - quietSince >= grace;
  }

  private void take(CopySession open, CopyFile file, Backend moment, Instant asOf, Pass pass) {
    boolean first = file.asOf().isEmpty();
    long all = first ? LocationCopy.count(moment) : waiting(moment, file);
    long[] done = new long[1];
    open.take(moment, asOf, pass, time -> {
      copied++;
      long left = all - ++done[0];
      if (first) {
        follower.step(Phase.COPYING, done[0], all);
      }
      follower.lag(new StoreCopy.Lag(copied, left, Duration.between(time, Instant.now()), time));
    });
    newest(file).ifPresent(time -> follower.lag(new StoreCopy.Lag(copied, 0, Duration.ZERO, time)));
  }

  private static Optional<Instant> newest(CopyFile file) {
    return file.stores().stream().flatMap(store -> file.newest(store).stream()).max(Instant::compareTo);
  }

  /** How many events a moment has more than a copy. */
  static long waiting(Backend moment, CopyFile file) {
    long all = 0;
    for (String store : moment.stores()) {
      Position through = file.through(store);
      try (LogCursor log = moment.log(store, through)) {
        for (var event = log.next(); event != null; event = log.next()) {
          all += StoreTransfer.isCopied(event.stream()) ? 1 : 0;
        }
      }
    }
    return all;
  }

  private Optional<StoreCopy.Result> complete(CopyTarget copy, CopySession open, Backend moment) {
    open.chain();
    close();
    Comparison comparison = copy.compare(moment, LocationCopy.count(moment), follower);
    if (!isNewest(moment)) {
      quiet = false;
      return Optional.empty();
    }
    copy.sign();
    return Optional.of(comparison.result(found.name()));
  }

  /** Whether nobody has opened the original to write since a moment. */
  private boolean isNewest(Backend moment) {
    try (Backend now = Location.openToRead(options.from(), options.access())) {
      boolean same = now.holders().isEmpty() && now.info().generation() == moment.info().generation()
          && now.stores().equals(moment.stores());
      for (String store : moment.stores()) {
        same = same && LogHorizon.of(now, store).equals(LogHorizon.of(moment, store));
      }
      return same;
    }
  }

  private void close() {
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
