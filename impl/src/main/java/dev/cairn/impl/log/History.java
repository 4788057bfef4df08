package dev.cairn.impl.log;

import dev.cairn.api.HistoryCompacted;
import dev.cairn.api.LoggedEvent;
import dev.cairn.impl.journal.Store;
import dev.cairn.impl.journal.StoredHead;
import dev.cairn.impl.record.StoreId;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.stream.Stream;

/**
 * The events of one actor, read page by page, without a hole: what is deleted before the first of them is left out, and
 * where what comes next is deleted meanwhile, the history ends by saying so.
 */
final class History {
  private final Store store;
  private final StreamKey stream;

  History(Store store, StreamKey stream) {
    this.store = store;
    this.stream = stream;
  }

  Stream<LoggedEvent> events(long from, long to) {
    store.requireRemembered(stream);
    return Stream.iterate(store.committer().read(stream, backend -> page(backend, Math.max(1, from), to)),
        page -> !page.events().isEmpty(), page -> after(page.events().getLast().sequence(), to))
        .flatMap(page -> {
          var opener = store.opener(stream);
          return page.events().stream().<LoggedEvent>map(event -> ReadEvent.of(store, page.of(), opener, event));
        });
  }

  /** Some events, and the identity that the store had when they were read. */
  private record Page(StoreId of, List<StoredEvent> events) {}

  private Page after(long last, long to) {
    return store.committer().read(stream, backend -> {
      Page page = page(backend, last + 1, Math.min(to, last + EventPage.MOST_EVENTS));
      long next = page.events().isEmpty() ? Math.min(deletedThrough(backend), to) + 1
          : page.events().getFirst().sequence();
      if (next > last + 1) {
        throw new HistoryCompacted("The events of " + stream + " from " + (last + 1) + " to " + (next - 1)
            + " were deleted while they were read.");
      }
      return page;
    });
  }

  private long deletedThrough(Backend backend) {
    return StoredHead.of(backend, stream).deletedThrough();
  }

  /** Ends where the next event was deleted meanwhile. */
  private Page page(Backend backend, long from, long to) {
    EventPage page = new EventPage(EventPage.MOST_EVENTS);
    if (from <= to) {
      try (Cursor<StoredEvent> events = backend.events(stream, from, to)) {
        for (StoredEvent event = events.next(); event != null
            && page.continuesWith(event); event = page.full() ? null : events.next()) {
          page.add(event);
        }
      }
    }
    return new Page(store.id(), page.events());
  }
}
