package dev.cairn.impl.log;

import dev.cairn.api.LoggedEvent;
import dev.cairn.api.LoggedState;
import dev.cairn.impl.journal.FormerLogs.Place;
import dev.cairn.impl.journal.Store;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.record.StoreId;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all actors of a store have been through up to a position of its log: of each the newest snapshot, and the events
 * after it as far as they are not later than the position.
 */
final class States {
  private static final int STREAMS = 512;

  interface Taker<T> {
    /** False to end. */
    boolean take(T one) throws Exception;
  }

  private record Begun(Optional<Snapshot> snapshot, List<StoredEvent> events) {}

  private final StoreLog log;
  private final Store store;
  private final StoreId of;
  private final Position through;

  States(StoreLog log, Place through) {
    this.log = log;
    this.store = log.store();
    this.of = through.of();
    this.through = through.position();
  }

  /** Hands over all of it; false if a taker ended it, or the store was handed over, where it begins again. */
  boolean each(Taker<LoggedState> states, Taker<LoggedEvent> events) throws Exception {
    StreamKey before = null;
    while (true) {
      List<StreamKey> streams = streamsAfter(before);
      for (StreamKey stream : streams) {
        if (!store.isForgotten(stream) && !each(stream, states, events)) {
          return false;
        }
        before = stream;
      }
      if (streams.isEmpty()) {
        return store.id().equals(of);
      }
    }
  }

  private boolean each(StreamKey stream, Taker<LoggedState> states, Taker<LoggedEvent> events) throws Exception {
    Begun begun = store.committer().read(stream, backend -> {
      try (Recovery recovery = backend.recover(stream, Long.MAX_VALUE)) {
        return new Begun(recovery.snapshot(), some(recovery.events()));
      }
    });
    if (!store.id().equals(of)
        || begun.snapshot().isPresent() && !states.take(ReadState.of(store, stream, begun.snapshot().get()))) {
      return false;
    }
    for (List<StoredEvent> page = begun.events(); !page.isEmpty(); page = eventsAfter(page.get(page.size() - 1))) {
      for (LoggedEvent event : log.decode(of, page)) {
        if (!store.id().equals(of) || !events.take(event)) {
          return false;
        }
      }
    }
    return true;
  }

  private List<StoredEvent> eventsAfter(StoredEvent last) {
    return store.committer().read(backend -> {
      try (Cursor<StoredEvent> events = backend.events(last.stream(), last.sequence() + 1, Long.MAX_VALUE)) {
        return some(events);
      }
    });
  }

  private List<StoredEvent> some(Cursor<StoredEvent> cursor) {
    EventPage page = new EventPage(EventPage.MOST_EVENTS);
    for (StoredEvent event = cursor.next(); event != null
        && event.position().compareTo(through) <= 0; event = page.full() ? null : cursor.next()) {
      page.add(event);
    }
    return page.events();
  }

  private List<StreamKey> streamsAfter(@Nullable StreamKey before) {
    return store.committer().read(backend -> {
      List<StreamKey> page = new ArrayList<>();
      try (Cursor<StreamHead> heads = backend.streams(store.name(), Optional.ofNullable(before))) {
        for (StreamHead head = heads.next(); head != null && page.size() < STREAMS; head = heads.next()) {
          if (!StoreDescription.owns(head.stream())) {
            page.add(head.stream());
          }
        }
      }
      return page;
    });
  }
}
