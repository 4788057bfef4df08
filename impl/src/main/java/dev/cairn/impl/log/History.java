package dev.cairn.impl.log;

import dev.cairn.api.LoggedEvent;
import dev.cairn.impl.journal.Store;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.stream.Stream;

/** The events of one actor, read page by page. */
final class History {
  private final Store store;
  private final StreamKey stream;

  History(Store store, StreamKey stream) {
    this.store = store;
    this.stream = stream;
  }

  Stream<LoggedEvent> events(long from, long to) {
    return Stream.iterate(page(Math.max(1, from), to), page -> !page.isEmpty(),
        page -> page(page.get(page.size() - 1).sequence() + 1, to))
        .flatMap(page -> {
          var opener = store.opener(stream);
          return page.stream().<LoggedEvent>map(event -> ReadEvent.of(store, opener, event));
        });
  }

  private List<StoredEvent> page(long from, long to) {
    if (from > to) {
      return List.of();
    }
    return store.committer().read(stream, backend -> {
      EventPage page = new EventPage(EventPage.MOST_EVENTS);
      try (Cursor<StoredEvent> events = backend.events(stream, from, to)) {
        for (StoredEvent event = events.next(); event != null; event = page.full() ? null : events.next()) {
          page.add(event);
        }
      }
      return page.events();
    });
  }
}
