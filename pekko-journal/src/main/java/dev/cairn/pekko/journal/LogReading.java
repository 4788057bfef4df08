package dev.cairn.pekko.journal;

import dev.cairn.api.EventLog;
import dev.cairn.api.HistoryCompacted;
import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.StoreRefused;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.Sequence;

/** The log of a location as queries read it: page by page, in commit order. Used on threads that may wait. */
final class LogReading {
  private final PluginLocation location;
  private final int pageSize;

  /**
   * A page.
   *
   * @param events in commit order
   * @param next where to go on
   * @param isLast whether there is nothing after it now
   */
  record Page(List<LoggedEvent> events, LogOffset next, boolean isLast) {}

  LogReading(PluginLocation location, int pageSize) {
    this.location = location;
    this.pageSize = pageSize;
  }

  /** The end of the log as it is now. */
  LogOffset end() {
    return location.get().log().end();
  }

  /**
   * Finds the place of an offset.
   *
   * @throws IllegalArgumentException if it is none of this plugin
   * @throws HistoryCompacted if it is of another store, and its event is not stored here
   */
  LogOffset after(Offset offset) {
    LogOffset start = location.get().log().start();
    if (offset.equals(Offset.noOffset()) || offset instanceof Sequence sequence && sequence.value() <= 0) {
      return start;
    }
    if (!(offset instanceof CairnOffset own)) {
      throw new IllegalArgumentException("The offset " + offset + " is not one of this plugin. Begin with NoOffset, or "
          + "with the offset of an envelope that a query of this plugin has given.");
    }
    return own.position().storeId().equals(start.storeId()) ? own.position() : inThisCopy(own);
  }

  private LogOffset inThisCopy(CairnOffset offset) {
    return location.get()
        .event(offset.persistenceId(), offset.sequenceNr())
        .map(LoggedEvent::offset)
        .orElseThrow(() -> new HistoryCompacted("The offset " + offset + " is of another store, and the event that it "
            + "names is not stored in this one. If this is a copy, the event was deleted before it was made. Begin the "
            + "query with NoOffset."));
  }

  /**
   * Reads a page.
   *
   * @param until where the query ends; empty if it goes on for ever
   * @throws StoreRefused if the place is beyond the end of the log
   */
  Page page(LogOffset after, Optional<LogOffset> until) {
    EventLog.Page page = location.get().log().stored(after, pageSize);
    if (until.isEmpty()) {
      return new Page(page.events(), page.next(), page.next().equals(after));
    }
    List<LoggedEvent> events = page.events().stream().filter(event -> isUpTo(event.offset(), until.get())).toList();
    return new Page(events, page.next(), page.next().equals(after) || !isUpTo(page.next(), until.get())
        || page.next().equals(until.get()));
  }

  private static boolean isUpTo(LogOffset offset, LogOffset end) {
    return offset.position().compareTo(end.position()) <= 0;
  }
}
