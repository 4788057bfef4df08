package dev.cairn.impl.journal;

import dev.cairn.api.Forgotten;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreRefused;
import dev.cairn.impl.commit.Activity;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StoreId;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.timer.DueTimers;
import dev.cairn.impl.timer.TimerCheckpoint;
import dev.cairn.spi.Backend;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows which durable timers of one store are pending: reads the log behind its checkpoint, and stores what it knows
 * from time to time. It may know of a timer that has ended, since its actor has the last word, and never misses one.
 * Events that it has not stored yet are held against compaction. Where events after the checkpoint were deleted while
 * nobody held them, and in a store that has no checkpoint, such as a copy, it reads every actor once. Used by one
 * thread.
 *
 * <pre>
 *   pages and checkpoint | read, not stored yet | not read yet
 *                        ^ compaction stops here
 * </pre>
 */
public final class TimerIndex {
  private static final GuardedLogger LOG = GuardedLogger.of(TimerIndex.class);
  private static final String HOLDER = Holding.OWN + "timers";
  private static final int PAGE = 1024;
  private static final int PARTS_AT_ONCE = 16;
  private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long NANOS_EACH = TimeUnit.MICROSECONDS.toNanos(50);

  private final String store;
  private final Committer committer;
  private final Manifest manifest;
  private final Holding holding;
  private final StoredTimers stored;
  private DueTimers timers = new DueTimers();
  private final FormerLogs former;
  private StoreId of;
  private @Nullable Position tail;
  private boolean saved;
  private long savedAt = System.nanoTime();
  private @Nullable Position saving;
  private int savingPart;

  private record Change(StreamKey stream, long sequence, Metadata metadata) {}

  private record Page(StoreId of, List<Change> changes, Position through, boolean more) {}

  TimerIndex(String store, LocationServices services, Manifest manifest, Holding holding) {
    this.store = store;
    this.committer = services.committer();
    this.manifest = manifest;
    this.holding = holding;
    this.stored = new StoredTimers(store, services, manifest);
    this.former = new FormerLogs(store, committer, manifest);
    this.of = manifest.storeId();
  }

  /**
   * Whether a store of this location can have timers.
   *
   * @throws StoreRefused if several processes write it, or it has no log
   */
  void requirePossible() {
    if (committer.isShared() || !committer.info().globalLog()) {
      throw new StoreRefused("The store " + store + " is to have durable timers, and they need a location with one"
          + " log that one process writes"
          + (committer.isShared() ? "; this one is open for several processes. Open it for one process, or use types"
              + " without timing(...)." : "; this backend has no such log."),
          null);
    }
  }

  /** The pending timers, as of the last {@link #goOn}. */
  public DueTimers timers() {
    return timers;
  }

  /** Tells of commits. */
  public Activity activity() {
    return committer.activity();
  }

  /** Reads what is new; true if there may be more. Begins at the first call, which may take a while. */
  public boolean goOn(BooleanSupplier stopped) {
    if (!of.equals(manifest.storeId())) {
      moveOn();
    }
    if (tail == null && !begin(stopped)) {
      return true;
    }
    Page page = committer.read(committer.patience(), this::page);
    if (!page.of().equals(of)) {
      return true;
    }
    saved &= page.through().equals(tail);
    tail = page.through();
    page.changes().forEach(this::apply);
    return page.more();
  }

  /** The store was handed over: the same events have other positions, and there are no pages yet. */
  private void moveOn() {
    FormerLogs.Place now = former.placeNow(new FormerLogs.Place(of, tail == null ? Position.START : tail));
    tail = tail == null ? null : now.position();
    of = now.of();
    saving = null;
    saved = false;
    for (int part = 0; part < DueTimers.PARTS; part++) {
      timers.mark(part);
    }
    holding.hold(store, HOLDER, now.position());
  }

  private boolean begin(BooleanSupplier stopped) {
    boolean begun = beginHere(stopped);
    if (!of.equals(manifest.storeId())) {
      tail = null; // handed over meanwhile: of which log it is, is not known
      return false;
    }
    return begun;
  }

  private boolean beginHere(BooleanSupplier stopped) {
    Patience patience = committer.patience();
    Optional<Position> checkpoint = load(patience);
    if (checkpoint.isPresent()) {
      holding.hold(store, HOLDER, checkpoint.get());
      tail = checkpoint.get();
      saved = true;
      return true;
    }
    Position horizon = committer.read(patience, backend -> LogHorizon.of(backend, store));
    holding.hold(store, HOLDER, horizon);
    if (!new TimerScan(store, committer, manifest).run(timers, stopped)) {
      return false;
    }
    tail = horizon;
    savedAt = System.nanoTime() - SAVE_NANOS;
    return true;
  }

  /** Takes over the pages, if they are of use. */
  private Optional<Position> load(Patience patience) {
    timers = new DueTimers();
    try {
      Optional<Position> checkpoint = stored.checkpoint(patience)
          .filter(position -> committer.read(patience, backend -> isWhole(backend, position)));
      if (checkpoint.isPresent()) {
        stored.load(timers);
      }
      return checkpoint;
    } catch (UnreadableRecord | StoreDamaged e) {
      LOG.log(System.Logger.Level.WARNING, () -> "What store " + store + " has written down of its durable timers"
          + " cannot be read. It is made anew of the records of its actors.", e);
      timers = new DueTimers();
      return Optional.empty();
    }
  }

  /** Whether nothing after a position was deleted or lost. */
  private boolean isWhole(Backend backend, Position position) {
    try (LogCursor log = backend.log(store, position)) {
      return log.deletedThrough().compareTo(position) <= 0 && log.lostAfter().isEmpty()
          && position.compareTo(log.horizon()) <= 0;
    }
  }

  private Page page(Backend backend) {
    Position through = tail == null ? Position.START : tail;
    List<Change> changes = new ArrayList<>();
    int seen = 0;
    try (LogCursor log = backend.log(store, through)) {
      for (StoredEvent event = log.next(); event != null; event = seen < PAGE ? log.next() : null) {
        seen++;
        through = event.position();
        if (!StoreDescription.owns(event.stream())) {
          add(event, changes);
        }
      }
    }
    return new Page(manifest.storeId(), changes, through, seen == PAGE);
  }

  private void add(StoredEvent event, List<Change> changes) {
    try {
      Metadata metadata =
          manifest.opener(event.stream()).open(RecordKind.EVENT, event.sequence(), event.record()).metadata();
      if (metadata.concernsTimers()) {
        changes.add(new Change(event.stream(), event.sequence(), metadata));
      }
    } catch (Forgotten e) {
      // its timers have ended with it
    } catch (UnreadableRecord e) {
      LOG.log(System.Logger.Level.ERROR, () -> "Event " + event.sequence() + " of stream " + event.stream()
          + " cannot be read: " + e.rule() + ". If it has set a durable timer, this one does not fire.");
    }
  }

  private void apply(Change change) {
    String type = change.stream().type();
    String id = change.stream().id();
    change.metadata().ended().forEach(name -> timers.end(type, id, name, change.sequence()));
    change.metadata().timers()
        .forEach(timer -> timers.set(type, id, timer.name(), change.sequence(), timer.millis()));
  }

  /** Stores some of what has changed, if it is time to; {@code now} says that it is. */
  public void save(boolean now) {
    Position through = tail;
    if (through == null || saving == null && (isSaved() || !now && !isTimeToSave())) {
      return;
    }
    if (saving == null) {
      saving = through;
      savingPart = 0;
    }
    for (int parts = 0; parts < PARTS_AT_ONCE && savingPart >= 0; parts++) {
      savingPart = timers.changedFrom(savingPart);
      if (savingPart >= 0) {
        stored.store(timers, savingPart++);
      }
    }
    if (savingPart < 0 || savingPart >= DueTimers.PARTS) {
      Position done = saving;
      if (!stored.store(of, new TimerCheckpoint(done))) {
        return; // handed over: what is stored is to be stored again
      }
      holding.hold(store, HOLDER, done);
      saving = null;
      saved = done.equals(tail);
      savedAt = System.nanoTime();
    }
  }

  /** Whether nothing has changed since it was stored. */
  public boolean isSaved() {
    return tail == null || saving == null && saved && timers.changedFrom(0) < 0;
  }

  private boolean isTimeToSave() { return System.nanoTime() - savedAt >= SAVE_NANOS + timers.toWrite() * NANOS_EACH; }
}
