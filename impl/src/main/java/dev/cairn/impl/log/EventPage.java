package dev.cairn.impl.log;

import dev.cairn.spi.StoredEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Events that are read at once. A page is full at so many events or at so many bytes, whichever comes first: large
 * events would not fit into memory otherwise. Used by one thread.
 */
final class EventPage {
  /** How many events are read at once where nobody asks for fewer. */
  static final int MOST_EVENTS = 512;
  private static final long MOST_BYTES = 1 << 20;

  private final List<StoredEvent> events = new ArrayList<>();
  private final int most;
  private long bytes;

  EventPage(int most) {
    this.most = most;
  }

  void add(StoredEvent event) {
    events.add(event);
    bytes += event.record().length;
  }

  /** Whether an event of the same stream is the one after the last that is here. */
  boolean continuesWith(StoredEvent event) {
    return events.isEmpty() || event.sequence() == events.get(events.size() - 1).sequence() + 1;
  }

  boolean full() {
    return events.size() >= most || bytes >= MOST_BYTES;
  }

  List<StoredEvent> events() {
    return events;
  }
}
