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
import dev.cairn.impl.journal.Checkpoint;
import dev.cairn.impl.journal.Readers;
import dev.cairn.impl.journal.Store;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.journal.StoredReaders;
import dev.cairn.impl.journal.StreamOpener;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.impl.place.Placed;
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
        () -> moveReader(reader, position(after), patience -> true));
  }

  @Override
  public Following follow(String reader, LogOffset after, EventFilter filter, EventHandler handler) {
    return follow(new Follower(this, reader, filter, SAVE_NANOS, handler),
        () -> moveReader(reader, position(after), patience -> isCompacted(filter, patience)));
  }

  private Follower follow(Follower follower, Supplier<Checkpoint> from) {
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
      follower.start(from.get());
      return follower;
    } catch (RuntimeException | Error e) {
      followers.remove(reader, follower);
      throw e;
    }
  }

  private Checkpoint register(String reader, Start start) {
    Readers readers = store.readers();
    Patience patience = store.committer().patience();
    return readers.find(reader, patience).map(StoredReaders.Reader::checkpoint).orElseGet(() -> {
      boolean states = start == Start.SNAPSHOTS;
      Checkpoint checkpoint = new Checkpoint(
          states ? pages.after(dev.cairn.spi.Position.START, 1, patience).horizon() : dev.cairn.spi.Position.START,
          states);
      readers.move(reader, checkpoint, patience);
      if (!states && isGone(checkpoint.position(), pages.after(checkpoint.position(), 1, patience))) {
        readers.drop(reader);
        throw historyCompacted(checkpoint.position());
      }
      return checkpoint;
    });
  }

  /**
   * Moves a reader before it is looked whether everything after its new checkpoint is there: a deletion may be under
   * way. What the reader has held all the time can only have been purged, and of that it is told in its turn.
   *
   * @param matters whether what is gone may be something that the reader wants, asked where something is gone
   */
  private Checkpoint moveReader(String reader, dev.cairn.spi.Position to, Predicate<Patience> matters) {
    Patience patience = store.committer().patience();
    requireReached(to, pages.after(to, 1, patience));
    Readers readers = store.readers();
    Optional<Checkpoint> before = readers.find(reader, patience).map(StoredReaders.Reader::checkpoint);
    Checkpoint checkpoint = new Checkpoint(to, false);
    readers.move(reader, checkpoint, patience);
    boolean held = before.filter(former -> former.releases().compareTo(to) <= 0).isPresent();
    if (!held && isGone(to, pages.after(to, 1, patience)) && matters.test(patience)) {
      before.ifPresentOrElse(former -> readers.move(reader, former, patience), () -> readers.drop(reader));
      throw historyCompacted(to);
    }
    return checkpoint;
  }

  @Override
  public List<Reader> readers() {
    return store.readers().all().stream()
        .map(reader -> new Reader(reader.name(), offset(reader.checkpoint().position()), reader.time()))
        .toList();
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
    return offset(dev.cairn.spi.Position.START);
  }

  @Override
  public Page read(LogOffset after, int most) {
    dev.cairn.spi.Position from = position(after);
    LogPages.Page page = page(from, most);
    if (isGone(from, page)) {
      throw historyCompacted(from);
    }
    return shown(page);
  }

  @Override
  public Page stored(LogOffset after, int most) {
    return shown(page(position(after), most));
  }

  private LogPages.Page page(dev.cairn.spi.Position from, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("A page has 1 or more events, not " + most + ".");
    }
    LogPages.Page page = pages.after(from, most);
    requireReached(from, page);
    page.lostAfter().ifPresent(kept -> {
      throw new StoreRefused("The offset " + offset(from) + " is of an event that store " + store.name()
          + " has lost. Every event after " + offset(kept) + " that was read before is lost; go on from there.", null);
    });
    return page;
  }

  private Page shown(LogPages.Page page) {
    return new Page(decode(page.events()), offset(page.next()));
  }

  @Override
  public LogOffset end() {
    return offset(pages.horizon());
  }

  private dev.cairn.spi.Position position(LogOffset offset) {
    if (!offset.storeId().equals(store.id().toString())) {
      throw new StoreRefused("The offset " + offset + " is of another store than " + store.name() + ", which is "
          + store.id() + ". A copy is read from its start.", null);
    }
    return new dev.cairn.spi.Position(offset.position().generation(), offset.position().offset());
  }

  private void requireReached(dev.cairn.spi.Position from, LogPages.Page page) {
    if (from.compareTo(page.horizon()) > 0) {
      throw new StoreRefused("The offset " + offset(from) + " is beyond the end of the log of store " + store.name()
          + ", which is at " + page.horizon() + ". An older copy of the store may have taken its place.", null);
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
  List<LoggedEvent> decode(List<StoredEvent> events) {
    Map<StreamKey, StreamOpener> openers = new HashMap<>();
    List<LoggedEvent> shown = new ArrayList<>(events.size());
    for (StoredEvent event : events) {
      try {
        shown.add(ReadEvent.of(store, openers.computeIfAbsent(event.stream(), store::opener), event));
      } catch (Forgotten e) {
        LOG.log(System.Logger.Level.DEBUG, () -> event.position() + " is not read: " + e.getMessage());
      }
    }
    return shown;
  }

  LogOffset offset(dev.cairn.spi.Position position) {
    return new LogOffset(store.id().toString(), new Position(position.generation(), position.offset()));
  }

  Store store() {
    return store;
  }

  LogPages pages() {
    return pages;
  }

  /** The stored checkpoint of a reader; the start where it has none. */
  LogOffset storedOffset(String reader) {
    return store.readers().find(reader, store.committer().patience())
        .map(found -> offset(found.checkpoint().position())).orElseGet(this::start);
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
