package dev.cairn.impl.log;

import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.journal.Store;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.journal.Withdrawals;
import dev.cairn.spi.Backend;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the log of one store, page by page, and holds nothing between two of them. Any thread may call. */
final class LogPages {
  /**
   * One page.
   *
   * @param events of actors, in commit order; for who follows, withdrawals too
   * @param next where to go on: everything up to here was seen
   * @param horizon how far could be seen
   * @param deletedThrough the newest event of the store that is gone, as of after the page was read
   * @param lostAfter the last event before those that the store has lost, if the page was asked for after one of them
   */
  record Page(List<StoredEvent> events, Position next, Position horizon, Position deletedThrough,
      Optional<Position> lostAfter) {}

  private final Store store;

  LogPages(Store store) {
    this.store = store;
  }

  Page after(Position after, int most) {
    return after(after, most, store.committer().patience());
  }

  Page after(Position after, int most, Patience patience) {
    return page(after, most, patience, stream -> !StoreDescription.owns(stream));
  }

  /** A page with the withdrawals too. */
  Page pageWithWithdrawals(Position after) {
    return page(after, EventPage.MOST_EVENTS, store.committer().patience(),
        stream -> !StoreDescription.owns(stream) || Withdrawals.holds(stream));
  }

  /** How far can be seen now. */
  Position horizon() {
    return store.committer().read(store.committer().patience(), backend -> {
      try (LogCursor cursor = backend.log(store.name(), Position.START)) {
        return cursor.horizon();
      }
    });
  }

  private Page page(Position after, int most, Patience patience, Predicate<StreamKey> shown) {
    return store.committer().read(patience, backend -> {
      EventPage page = new EventPage(most);
      Position next;
      Position horizon;
      Optional<Position> lostAfter;
      try (LogCursor cursor = backend.log(store.name(), after)) {
        horizon = cursor.horizon();
        lostAfter = cursor.lostAfter();
        next = fill(cursor, page, shown) ? page.events().getLast().position() : horizon;
      }
      return new Page(page.events(), next, horizon, deletedThrough(backend, next), lostAfter);
    });
  }

  /** Returns whether the page was full before the log was at its end. */
  private static boolean fill(LogCursor cursor, EventPage page, Predicate<StreamKey> shown) {
    for (StoredEvent event = cursor.next(); event != null; event = cursor.next()) {
      if (shown.test(event.stream())) {
        page.add(event);
        if (page.full()) {
          return true;
        }
      }
    }
    return false;
  }

  /** What was deleted while the page was read may be missing in it. */
  private Position deletedThrough(Backend backend, Position after) {
    try (LogCursor cursor = backend.log(store.name(), after)) {
      return cursor.deletedThrough();
    }
  }
}
