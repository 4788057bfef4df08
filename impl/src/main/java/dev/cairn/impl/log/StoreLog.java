package dev.cairn.impl.log;

import dev.cairn.api.EventFilter;
import dev.cairn.api.EventHandler;
import dev.cairn.api.EventLog;
import dev.cairn.api.Forgotten;
import dev.cairn.api.HistoryCompacted;
import dev.cairn.api.InvalidName;
import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.Position;
import dev.cairn.api.StoreRefused;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.journal.FormerLogs.Place;
import dev.cairn.impl.journal.Checkpoint;
import dev.cairn.impl.journal.Readers;
import dev.cairn.impl.journal.Store;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.journal.StoredReaders;
import dev.cairn.impl.journal.StreamOpener;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.impl.place.Placed;
import dev.cairn.impl.record.StoreId;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The log of one store, and those who follow it here. */
final class StoreLog implements EventLog {
  private static final GuardedLogger LOG = GuardedLogger.of(StoreLog.class);
  private static final int MAX_NAME_BYTES = 128;
  private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Store store;
  private final LogPages pages;
  private final Map<String, Follower> followers = new ConcurrentHashMap<>();
  private final Map<String, PlacedFollowing> guests = new ConcurrentHashMap<>();
  private final Supplier<@Nullable Placed> placed;
  private volatile boolean closed;

  /** @param placed where each reader runs in one process of several; null where this process runs all */
  StoreLog(Store store, Supplier<@Nullable Placed> placed) {
    this.store = store;
    this.placed = placed;
    this.pages = new LogPages(store);
  }

  @Override
  public Following follow(String reader, EventHandler handler) {
    return follow(reader, Start.EVENTS, handler);
  }

  @Override
  public Following follow(String reader, Start start, EventHandler handler) {
    Placed with = placed.get();
    return with == null ? followHere(reader, start, handler) : followPlaced(with, reader, start, handler);
  }

  Follower followHere(String reader, Start start, EventHandler handler) {
    return follow(new Follower(this, reader, handler), () -> register(reader, start));
  }

  private Following followPlaced(Placed with, String reader, Start start, EventHandler handler) {
    check(reader);
    PlacedFollowing guest = new PlacedFollowing(this, with, reader, start, handler);
    requireOpen();
    if (guests.putIfAbsent(reader, guest) != null) {
      throw underWay(reader);
    }
    try {
      register(reader, start);
      guest.open();
      return guest;
    } catch (RuntimeException | Error e) {
      guests.remove(reader, guest);
      throw e;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The system is closing.");
    }
  }

  private IllegalStateException underWay(String reader) {
    return new IllegalStateException(
        "The reader " + reader + " of store " + store.name() + " is under way already.");
  }

  @Override
  public Following follow(String reader, LogOffset after, EventHandler handler) {
    if (placed.get() != null) {
      throw new StoreRefused(
          "The reader " + reader + " is to begin at an offset of its own, and this system shares its "
              + "location with others, which may run the reader later. Follow without an offset: the store keeps the "
              + "checkpoint for all.",
          null);
    }
    return follow(new Follower(this, reader, handler),
        () -> moveReader(reader, place(after), patience -> true));
  }

  @Override
  public Following follow(String reader, LogOffset after, EventFilter filter, EventHandler handler) {
    return follow(new Follower(this, reader, filter, SAVE_NANOS, handler),
        () -> moveReader(reader, place(after), patience -> isCompacted(filter, patience)));
  }

  private Follower follow(Follower follower, Supplier<@Nullable Beginning> from) {
    String reader = follower.reader();
    check(reader);
    requireOpen();
    if (followers.putIfAbsent(reader, follower) != null) {
      throw underWay(reader);
    }
    try {
      if (store.committer().isShared()) {
        store.readers().take(reader, store.committer().patience());
      }
      Beginning beginning = from.get();
      while (beginning == null) {
        beginning = from.get();
      }
      follower.start(beginning.of(), beginning.checkpoint());
      return follower;
    } catch (RuntimeException | Error e) {
      followers.remove(reader, follower);
      throw e;
    }
  }

  /** Where a reader begins, in the log of the store of this identity. */
  private record Beginning(StoreId of, Checkpoint checkpoint) {}

  /** Null if the store was handed over meanwhile. */
  private @Nullable Beginning register(String reader, Start start) {
    StoreId of = store.id();
    Readers readers = store.readers();
    Patience patience = store.committer().patience();
    Optional<Checkpoint> known = readers.find(reader, patience).map(StoredReaders.Reader::checkpoint);
    if (known.isPresent()) {
      return store.id().equals(of) ? new Beginning(of, known.get()) : null;
    }
    boolean states = start == Start.SNAPSHOTS;
    dev.cairn.spi.Position from = dev.cairn.spi.Position.START;
    Checkpoint checkpoint = new Checkpoint(states ? pages.after(from, 1, patience).horizon() : from, states);
    if (!readers.move(reader, of, checkpoint, patience)) {
      return null;
    }
    if (!states && isGone(from, pages.after(from, 1, patience))) {
      readers.drop(reader);
      throw historyCompacted(from);
    }
    return new Beginning(of, checkpoint);
  }

  /**
   * Moves a reader before it is looked whether everything after its new checkpoint is there: a deletion may be under
   * way. What the reader has held all the time can only have been purged, and of that it is told in its turn.
   *
   * @param matters whether what is gone may be something that the reader wants, asked where something is gone
   * @return null if the store was handed over meanwhile
   */
  private @Nullable Beginning moveReader(String reader, Place place, Predicate<Patience> matters) {
    StoreId of = place.of();
    dev.cairn.spi.Position to = place.position();
    Patience patience = store.committer().patience();
    LogPages.Page after = pages.after(to, 1, patience);
    if (!after.of().equals(of)) {
      return null;
    }
    requireReached(to, after);
    Readers readers = store.readers();
    Optional<Checkpoint> before = readers.find(reader, patience).map(StoredReaders.Reader::checkpoint);
    Checkpoint checkpoint = new Checkpoint(to, false);
    if (!readers.move(reader, of, checkpoint, patience)) {
      return null;
    }
    boolean held = before.filter(former -> former.releases().compareTo(to) <= 0).isPresent();
    if (!held && isGone(to, pages.after(to, 1, patience)) && matters.test(patience)) {
      before.ifPresentOrElse(former -> readers.move(reader, of, former, patience), () -> readers.drop(reader));
      throw historyCompacted(to);
    }
    return new Beginning(of, checkpoint);
  }

  @Override
  public List<Reader> readers() {
    StoreId of = store.id();
    List<Reader> readers = store.readers().all().stream()
        .map(reader -> new Reader(reader.name(), offset(new Place(of, reader.checkpoint().position())), reader.time()))
        .toList();
    return store.id().equals(of) ? readers : readers();
  }

  @Override
  public void drop(String reader) {
    check(reader);
    PlacedFollowing guest = guests.get(reader);
    if (guest != null) {
      guest.stop();
      guests.remove(reader, guest);
    }
    Follower follower = followers.get(reader);
    if (follower != null) {
      follower.drop();
    }
    store.readers().drop(reader);
  }

  @Override
  public LogOffset start() {
    return offset(new Place(store.id(), dev.cairn.spi.Position.START));
  }

  @Override
  public Page read(LogOffset after, int most) {
    Place from = place(after);
    LogPages.Page page = page(from, most);
    while (!page.of().equals(from.of())) { // handed over meanwhile
      from = store.formerLogs().placeNow(from);
      page = page(from, most);
    }
    if (isGone(from.position(), page)) {
      throw historyCompacted(from.position());
    }
    return shown(page);
  }

  @Override
  public Page stored(LogOffset after, int most) {
    Place from = place(after);
    LogPages.Page page = page(from, most);
    return page.of().equals(from.of()) ? shown(page) : stored(offset(from), most);
  }

  /** A page after a place; one of another store if it was handed over meanwhile, which says nothing. */
  private LogPages.Page page(Place from, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("A page has 1 or more events, not " + most + ".");
    }
    LogPages.Page page = pages.after(from.position(), most);
    if (!page.of().equals(from.of())) {
      return page;
    }
    requireReached(from.position(), page);
    page.lostAfter().ifPresent(kept -> {
      throw new StoreRefused("The offset " + offset(from) + " is of an event that store " + store.name()
          + " has lost. Every event after " + offset(new Place(page.of(), kept))
          + " that was read before is lost; go on from there.", null);
    });
    return page;
  }

  private Page shown(LogPages.Page page) {
    return new Page(decode(page.of(), page.events()), offset(new Place(page.of(), page.next())));
  }

  @Override
  public LogOffset end() {
    return offset(pages.horizon());
  }

  /** The place of an offset, also of one that is of the location from which the store was handed over. */
  private Place place(LogOffset offset) {
    dev.cairn.spi.Position position =
        new dev.cairn.spi.Position(offset.position().generation(), offset.position().offset());
    Place here = new Place(store.id(), position);
    return offset.storeId().equals(here.of().toString()) ? here
        : store.formerLogs().placeNow(offset.storeId(), position);
  }

  private void requireReached(dev.cairn.spi.Position from, LogPages.Page page) {
    if (from.compareTo(page.horizon()) > 0) {
      throw new StoreRefused(
          "The offset " + offset(new Place(page.of(), from)) + " is beyond the end of the log of store " + store.name()
              + ", which is at " + page.horizon() + ". An older copy of the store may have taken its place.",
          null);
    }
  }

  /** Whether events that pass were deleted, other than by a purge, of which a reader is told. */
  private boolean isCompacted(EventFilter filter, Patience patience) {
    return store.committer().read(patience, backend -> {
      try (Cursor<StreamHead> heads = backend.streams(store.name(), Optional.empty())) {
        for (StreamHead head = heads.next(); head != null; head = heads.next()) {
          if (head.deletedThrough() > head.purgedThrough() && !StoreDescription.owns(head.stream())
              && filter.passes(head.stream().type(), head.stream().id())) {
            return true;
          }
        }
        return false;
      }
    });
  }

  private static boolean isGone(dev.cairn.spi.Position from, LogPages.Page page) {
    return page.deletedThrough().compareTo(from) > 0;
  }

  private HistoryCompacted historyCompacted(dev.cairn.spi.Position from) {
    return new HistoryCompacted(
        "Events of store " + store.name() + " after " + from + " are not stored any more. Begin "
            + "with the snapshots of its actors instead.");
  }

  /** The events of forgotten actors are left out, as those that were compacted. */
  List<LoggedEvent> decode(StoreId of, List<StoredEvent> events) {
    Map<StreamKey, StreamOpener> openers = new HashMap<>();
    List<LoggedEvent> shown = new ArrayList<>(events.size());
    for (StoredEvent event : events) {
      try {
        shown.add(ReadEvent.of(store, of, openers.computeIfAbsent(event.stream(), store::opener), event));
      } catch (Forgotten e) {
        LOG.log(System.Logger.Level.DEBUG, () -> event.position() + " is not read: " + e.getMessage());
      }
    }
    return shown;
  }

  static LogOffset offset(Place place) {
    return new LogOffset(place.of().toString(),
        new Position(place.position().generation(), place.position().offset()));
  }

  Store store() {
    return store;
  }

  LogPages pages() {
    return pages;
  }

  /** The stored checkpoint of a reader; the start where it has none. */
  LogOffset storedOffset(String reader) {
    StoreId of = store.id();
    return store.readers().find(reader, store.committer().patience())
        .map(found -> offset(new Place(of, found.checkpoint().position()))).orElseGet(this::start);
  }

  void remove(PlacedFollowing guest) {
    guests.remove(guest.reader(), guest);
  }

  void remove(Follower follower) {
    followers.remove(follower.reader(), follower);
  }

  boolean runsHere() {
    return followers.values().stream().anyMatch(Follower::runsHere);
  }

  /** Lets all readers that are under way end after the event that each is handling. */
  void stop() {
    closed = true;
    guests.values().forEach(PlacedFollowing::stop);
    followers.values().forEach(Follower::stop);
  }

  /** Waits for them until then; who is still handling an event is left alone. */
  void awaitEnd(long deadlineNanos) {
    followers.values().forEach(follower -> follower.awaitEnd(deadlineNanos));
  }

  private static void check(@Nullable String reader) {
    int bytes = reader == null ? 0 : reader.getBytes(StandardCharsets.UTF_8).length;
    if (reader == null || bytes < 1 || bytes > MAX_NAME_BYTES
        || !StandardCharsets.UTF_8.newEncoder().canEncode(reader)) {
      throw new InvalidName("The name of a reader", String.valueOf(reader),
          "it must have 1 to " + MAX_NAME_BYTES + " bytes of well-formed UTF-8.");
    }
  }
}
