package dev.cairn.impl.log;

import dev.cairn.api.EventFilter;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.journal.FormerLogs.Place;
import dev.cairn.impl.journal.LogHorizon;
import dev.cairn.impl.journal.Store;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.journal.Withdrawals;
import dev.cairn.impl.record.StoreId;
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
  /** How many entries are passed over at once where few of them are wanted. */
  private static final int MOST_SEEN = 16 * EventPage.MOST_EVENTS;

  /**
   * One page.
   *
   * @param of the identity of the store whose positions these are
   * @param events of actors, in commit order; for who follows, withdrawals too
   * @param next where to go on: everything up to here was seen
   * @param through the last entry that was seen, wanted or not; where the page was asked for, if there was none
   * @param horizon how far could be seen
   * @param deletedThrough the newest event of the store that is gone, as of after the page was read
   * @param lostAfter the last event before those that the store has lost, if the page was asked for after one of them
   */
  record Page(StoreId of, List<StoredEvent> events, Position next, Position through, Position horizon,
      Position deletedThrough, Optional<Position> lostAfter) {}

  private final Store store;

  LogPages(Store store) {
    this.store = store;
  }

  Page after(Position after, int most) {
    return after(after, most, store.committer().patience());
  }

  Page after(Position after, int most, Patience patience) {
    return page(after, patience, new Reading(most, stream -> !StoreDescription.owns(stream), stream -> true));
  }

  /** A page with the withdrawals too, and without the events that a filter passes over by their actor. */
  Page pageWithWithdrawals(Position after, EventFilter filter) {
    return page(after, store.committer().patience(), new Reading(EventPage.MOST_EVENTS,
        stream -> !StoreDescription.owns(stream) || Withdrawals.holds(stream),
        filter.equals(EventFilter.ALL) ? stream -> true
            : stream -> Withdrawals.holds(stream) || filter.passes(stream.type(), stream.id())));
  }

  /** How far can be seen now. */
  Place horizon() {
    return store.committer().read(store.committer().patience(),
        backend -> new Place(store.id(), LogHorizon.of(backend, store.name())));
  }

  /**
   * What a page is made of.
   *
   * @param most how many events fill it
   * @param shown which streams are seen at all
   * @param wanted of which of them the events are in the page
   */
  private record Reading(int most, Predicate<StreamKey> shown, Predicate<StreamKey> wanted) {}

  private Page page(Position after, Patience patience, Reading reading) {
    return store.committer().read(patience, backend -> {
      EventPage page = new EventPage(reading.most());
      Seen seen = new Seen(after);
      Position next;
      Position horizon;
      Optional<Position> lostAfter;
      try (LogCursor cursor = backend.log(store.name(), after)) {
        horizon = cursor.horizon();
        lostAfter = cursor.lostAfter();
        next = fill(cursor, page, reading, seen) ? seen.through : horizon;
      }
      return new Page(store.id(), page.events(), next, seen.through, horizon, deletedThrough(backend, next), lostAfter);
    });
  }

  /** How far a page has come. */
  private static final class Seen {
    private Position through;
    private int passedOver;

    Seen(Position after) {
      through = after;
    }

    private boolean enough(StoredEvent event, boolean wanted) {
      through = event.position();
      passedOver += wanted ? 0 : 1;
      return passedOver >= MOST_SEEN;
    }
  }

  /** Returns whether the page was full before the log was at its end. */
  private static boolean fill(LogCursor cursor, EventPage page, Reading reading, Seen seen) {
    for (StoredEvent event = cursor.next(); event != null; event = cursor.next()) {
      if (reading.shown().test(event.stream())) {
        boolean wanted = reading.wanted().test(event.stream());
        if (wanted) {
          page.add(event);
        }
        if (seen.enough(event, wanted) || page.full()) {
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
