package dev.cairn.impl.journal;

import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.chain.ChainCatchUp;
import dev.cairn.impl.chain.ChainEntry;
import dev.cairn.impl.chain.ChainRecord;
import dev.cairn.impl.chain.Link;
import dev.cairn.impl.chain.StoredChain;
import dev.cairn.impl.commit.Activity;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.commit.Outcome;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Claim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes the hash chain of one open store, on a virtual thread of its own: reads the log behind the newest record, and
 * stores the next record. What is in no record yet is held against compaction. Any thread may call.
 *
 * <pre>
 *   record | record | waiting for a record | not read yet
 *                   ^ end                  ^ tail          ^ end of the log
 *   compaction stops here
 * </pre>
 */
final class ChainWriter {
  private static final GuardedLogger LOG = GuardedLogger.of(ChainWriter.class);
  private static final String HOLDER = Holding.OWN + "chain";
  private static final int PAGE = 4 * ChainCatchUp.ENTRIES;
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String store;
  private final LocationServices services;
  private final Committer committer;
  private final Manifest manifest;
  private final Holding holding;
  private StoredChain chain;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Waiting> waiting = new ArrayList<>();
  private @Nullable Thread thread;
  private volatile boolean stopped;
  private Link end;
  private Link tail;
  private long last;
  private long epoch;
  private long asOf = -1;

  /** An entry that is in no record yet, and the link after it. */
  private record Waiting(ChainEntry entry, Link after) {}

  /** Where the records end, and the claim to add one. */
  private record Seen(StoredChain chain, Claim claim, Link end, long generation) {}

  ChainWriter(String store, LocationServices services, Manifest manifest, Holding holding) {
    this.store = store;
    this.services = services;
    this.committer = services.committer();
    this.manifest = manifest;
    this.holding = holding;
    this.chain = chain();
    this.end = Link.first(manifest.storeId());
    this.tail = end;
  }

  /**
   * Goes on with the chain of the store, and begins one where there is none and one is asked for. Called before
   * anything of the store can be deleted.
   *
   * @throws StoreRefused if the location can have none
   */
  void begin(boolean asked, Patience patience) {
    boolean chained = committer.read(patience, backend -> chain().last(backend)) > 0;
    if (!chained && !asked) {
      return;
    }
    if (committer.isShared() || !committer.info().globalLog()) {
      throw new StoreRefused("The store " + store + (chained ? " has a hash chain" : " is to have a hash chain")
          + ", and that needs a location with one log that one process writes"
          + (committer.isShared() ? "; this one is open for several processes" : "; this backend has no such log")
          + ". Open it " + (chained ? "for one process, or copy it to a backend with one log." : "without a chain."),
          null);
    }
    locked(patience, () -> {
      if (!chained) {
        addPage(patience);
        store(patience);
      }
    });
    thread = Thread.ofVirtual().name("chain of " + store).start(this::run);
  }

  /**
   * Stores records up to the end of the log, so that everything that can be deleted is in one.
   *
   * @throws StoreUnavailable if that cannot be done now
   */
  void cover(Patience patience) {
    if (thread != null) {
      locked(patience, () -> {
        boolean more = true;
        while (more) {
          more = addPage(patience);
          more |= !store(patience);
        }
      });
    }
  }

  /** Ends it: stores what waits, unless that takes long; the next session would do it too. */
  void close() {
    if (thread == null) {
      return;
    }
    stopped = true;
    committer.activity().wake();
    try {
      thread.join(Duration.ofNanos(CLOSING_NANOS));
      cover(committer.patienceOf(CLOSING_NANOS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.INFO, () -> "The newest events of store " + store
          + " come into records of its chain when it is opened again: " + FailureText.of(e) + ".");
    }
  }

  private void run() {
    long pause = QUIET_NANOS;
    while (!stopped) {
      try {
        goOn();
        pause = QUIET_NANOS;
      } catch (Throwable e) {
        long now = pause;
        LOG.log(System.Logger.Level.WARNING, () -> "The chain of store " + store + " does not go on; it tries again.",
            e);
        rest(now);
        pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
      }
    }
  }

  /** Reads what is new, stores a record if there is enough of it or nothing more comes, and waits. */
  private void goOn() {
    Activity activity = committer.activity();
    long seen = activity.count();
    Patience patience = committer.patience();
    boolean[] more = { false };
    locked(patience, () -> {
      more[0] = addPage(patience);
      if (waiting.size() >= ChainCatchUp.ENTRIES) {
        store(patience);
      }
    });
    if (!more[0]) {
      rest(REST_NANOS);
      activity.await(seen, waiting.isEmpty() ? Long.MAX_VALUE : QUIET_NANOS, () -> stopped);
      if (activity.count() == seen) {
        locked(patience, () -> store(patience));
      }
    }
  }

  private void rest(long nanos) {
    committer.activity().await(Long.MAX_VALUE - 1, nanos, () -> stopped);
  }

  private void locked(Patience patience, Runnable work) {
    patience.lock(lock, "The chain of store " + store + " is being written, and that does not come back.");
    try {
      if (asOf != committer.generation()) {
        readAgain(patience);
      }
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** After a failure, and in another session, only the store knows where the chain ends. */
  private void readAgain(Patience patience) {
    Seen seen = committer.read(patience, chain.stream(), this::look);
    chain = seen.chain();
    end = seen.end();
    tail = end;
    waiting.clear();
    last = seen.claim().head().last();
    epoch = seen.claim().epoch();
    asOf = seen.generation();
    holding.hold(store, HOLDER, end.position());
  }

  private Seen look(Backend backend) {
    StoredChain now = chain();
    Claim claim = backend.claim(now.stream());
    return new Seen(now, claim, now.after(backend, claim.head().last()), backend.info().generation());
  }

  /** The chain of the store as it is now: where it was handed over, it has another one. */
  private StoredChain chain() {
    return new StoredChain(store, manifest.storeId(), manifest.frame());
  }

  /** Adds the next entries of the log to those that wait; true if there are more. */
  private boolean addPage(Patience patience) {
    if (asOf != committer.generation()) {
      readAgain(patience);
    }
    Link from = tail;
    List<ChainEntry> page = committer.read(patience, backend -> chain.entries(backend, from, PAGE));
    if (asOf != committer.generation()) {
      return true; // of which location it is, is not known
    }
    for (ChainEntry entry : page) {
      tail = tail.next(entry);
      waiting.add(new Waiting(entry, tail));
    }
    return page.size() == PAGE;
  }

  /** False if the store was handed over, and its chain there is to be read first. */
  private boolean store(Patience patience) {
    while (!waiting.isEmpty()) {
      List<Waiting> some = waiting.subList(0, Math.min(ChainCatchUp.ENTRIES, waiting.size()));
      ChainRecord record = new ChainRecord(end, some.stream().map(Waiting::entry).toList());
      manifest.followPrimary();
      Outcome outcome = commit(record, patience);
      if (outcome == Outcome.MOVED) {
        readAgain(patience);
        return false;
      }
      if (!outcome.isStored()) {
        asOf = -1; // until it is known where the chain ends
        throw new StoreUnavailable("The chain of store " + store + " could not be stored: " + outcome.words() + ".",
            outcome.unknownBecause());
      }
      end = some.getLast().after();
      some.clear();
      last++;
      holding.hold(store, HOLDER, end.position());
    }
    return true;
  }

  private Outcome commit(ChainRecord record, Patience patience) {
    try {
      return committer.commit(chain.commit(record, epoch, last, services.now(), committer.nextName()), patience);
    } catch (Throwable thrown) {
      asOf = -1;
      throw thrown;
    }
  }
}
