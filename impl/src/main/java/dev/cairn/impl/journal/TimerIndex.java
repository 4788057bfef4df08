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
 *
 * Where several processes write, one of them keeps the index, and stores its checkpoint again and again as a sign of
 * life. Another one that has seen no new checkpoint for a while claims the pages, and whoever had them is told when it
 * stores the next one. No two clocks are compared.
 */
public final class TimerIndex implements TimerSource {
  private static final GuardedLogger LOG = GuardedLogger.of(TimerIndex.class);
  private static final String HOLDER = Holding.OWN + "timers";
  private static final int PAGE = 1024;
  private static final int PARTS_AT_ONCE = 16;
  private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long NANOS_EACH = TimeUnit.MICROSECONDS.toNanos(50);
  /** How often the checkpoint is stored as a sign of life. */
  private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(1);
  /** How long a process without a sign of life keeps the index. */
  private static final long DEAD_NANOS = TimeUnit.SECONDS.toNanos(4);
  /** How long no process that can wake actors has kept the index, until another one does. */
  private static final long UNUSED_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String store;
  private final Committer committer;
  private final Manifest manifest;
  private final LogHolds holds;
  private final StoredTimers stored;
  private DueTimers timers = new DueTimers();
  private final FormerLogs former;
  private StoreId of;
  private @Nullable Position tail;
  private boolean saved;
  private long savedAt = System.nanoTime();
  private @Nullable Position saving;
  private int savingPart;
  private boolean held;
  private @Nullable Position checkpoint;
  private long beatAt;
  private StoredTimers.@Nullable Sign sign;
  private long signAt;

  private record Change(StreamKey stream, long sequence, Metadata metadata) {}

  private record Page(StoreId of, List<Change> changes, Position through, boolean more, boolean isCutOff) {}

  TimerIndex(String store, LocationServices services, Manifest manifest, Holding holding) {
    this.store = store;
    this.committer = services.committer();
    this.manifest = manifest;
    this.holds = new LogHolds(store, committer, holding);
    this.stored = new StoredTimers(store, services, manifest);
    this.former = new FormerLogs(store, committer, manifest);
    this.of = manifest.storeId();
  }

  /**
   * Whether a store of this location can have timers.
   *
   * @throws StoreRefused if it has no log
   */
  void requirePossible() {
    if (!committer.info().globalLog()) {
      throw new StoreRefused("The store " + store + " is to have durable timers, and they need a location with one"
          + " log; this backend has no such log. Choose another one, or use types without timing(...).", null);
    }
  }

  /** Whether several processes write, so that one of them is to {@link #hold} it. */
  public boolean isShared() {
    return committer.isShared();
  }

  /** Whether this process is the only one that has the location open, as far as the backend knows. */
  public boolean isAlone() {
    return committer.read(Backend::holders).size() == 1;
  }

  @Override
  public DueTimers timers() {
    return timers;
  }

  @Override
  public Activity activity() {
    return committer.activity();
  }

  /**
   * Whether this process keeps the index, where several write; to be called at least every second. Gives a sign of life
   * if it does, and takes the index over if nobody else does.
   *
   * @param wakes whether it has types with timers; if not, it only sees to it that compaction goes on
   */
  public boolean hold(boolean wakes) {
    if (held) {
      beat();
      return held;
    }
    StoredTimers.Sign found = stored.sign().orElse(null);
    long now = System.nanoTime();
    if (found != null && !found.equals(sign)) {
      sign = found;
      signAt = now;
    }
    boolean isFree = found == null || found.given();
    boolean isDead = found != null && now - signAt >= (wakes ? DEAD_NANOS : UNUSED_NANOS);
    if (wakes && isFree || isDead) {
      stored.claim();
      held = true;
      LOG.log(System.Logger.Level.DEBUG, () -> "This process keeps the durable timers of store " + store + " now.");
    }
    return held;
  }

  private void beat() {
    Position last = checkpoint;
    if (last != null && System.nanoTime() - beatAt >= BEAT_NANOS) {
      storeCheckpoint(last, false);
    }
  }

  /** Tells the other processes that this one does not keep the index any more; to be called last. */
  public void give() {
    Position last = checkpoint;
    if (held && last != null) {
      storeCheckpoint(last, true);
    }
  }

  /** Stores a checkpoint; false if the store was handed over, or another process keeps the index. */
  private boolean storeCheckpoint(Position position, boolean given) {
    try {
      boolean done = stored.store(of, new TimerCheckpoint(position, given));
      checkpoint = done ? position : checkpoint;
      beatAt = System.nanoTime();
      return done;
    } catch (StoredTimers.TakenOver e) {
      lose(e);
      return false;
    }
  }

  private void lose(StoredTimers.TakenOver why) {
    LOG.log(System.Logger.Level.DEBUG, why::getMessage);
    held = false;
    tail = null;
    saving = null;
    checkpoint = null;
    sign = null;
    timers = new DueTimers();
  }

  /** Whether an actor has a timer pending in the store, as that event has set it. */
  public boolean isPending(StreamKey actor, String name, long sequence) {
    return new TimerScan(store, committer, manifest).isPending(actor, name, sequence);
  }

  /** Reads what is new; true if there may be more. Begins at the first call, which may take a while. */
  @Override
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
    if (page.isCutOff()) {
      tail = null; // events that were read are lost: begins again, with what is there
      saving = null;
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
    holds.hold(HOLDER, now.position(), committer.patience());
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
    Optional<Position> found = load(patience);
    if (committer.isShared() && !storeCheckpoint(found.orElse(Position.START), false)) {
      return false;
    }
    if (found.isPresent()) {
      tail = found.get();
      saved = true;
      return true;
    }
    Position horizon = committer.read(patience, backend -> LogHorizon.of(backend, store));
    holds.hold(HOLDER, horizon, patience);
    if (!new TimerScan(store, committer, manifest).run(timers, () -> stopped.getAsBoolean() || isLostWhileItBegins())) {
      return false;
    }
    tail = horizon;
    savedAt = System.nanoTime() - SAVE_NANOS;
    return true;
  }

  private boolean isLostWhileItBegins() {
    if (!committer.isShared()) {
      return false;
    }
    beat();
    return !held;
  }

  /** Takes over the pages, if they are of use. */
  private Optional<Position> load(Patience patience) {
    timers = new DueTimers();
    try {
      Optional<Position> known = stored.checkpoint(patience);
      known.ifPresent(position -> holds.hold(HOLDER, position, patience));
      Optional<Position> whole =
          known.filter(position -> committer.read(patience, backend -> isWhole(backend, position)));
      if (whole.isPresent()) {
        stored.load(timers);
      }
      return whole;
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
    boolean isCutOff;
    try (LogCursor log = backend.log(store, through)) {
      isCutOff = log.lostAfter().isPresent();
      for (StoredEvent event = log.next(); event != null; event = seen < PAGE ? log.next() : null) {
        seen++;
        through = event.position();
        if (!StoreDescription.owns(event.stream())) {
          add(event, changes);
        }
      }
    }
    return new Page(manifest.storeId(), changes, through, seen == PAGE, isCutOff);
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

  @Override
  public void save(boolean now) {
    try {
      saveSome(now);
    } catch (StoredTimers.TakenOver e) {
      lose(e);
    }
  }

  private void saveSome(boolean now) {
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
      if (!storeCheckpoint(done, false)) {
        return; // handed over: what is stored is to be stored again; or taken over
      }
      holds.release(HOLDER, Optional.of(done), committer.patience());
      saving = null;
      saved = done.equals(tail);
      savedAt = System.nanoTime();
    }
  }

  @Override
  public boolean isSaved() { return tail == null || saving == null && saved && timers.changedFrom(0) < 0; }

  private boolean isTimeToSave() { return System.nanoTime() - savedAt >= SAVE_NANOS + timers.toWrite() * NANOS_EACH; }
}
