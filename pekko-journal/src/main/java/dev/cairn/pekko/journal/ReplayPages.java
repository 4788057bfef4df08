package dev.cairn.pekko.journal;

import dev.cairn.api.LoggedEvent;
import dev.cairn.api.TypedBytes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The events of a replay, page by page. While one page is replayed, another thread reads the next one; so it holds two.
 * That thread is none of the dispatcher that replays: all of them may wait for pages. Used by one thread.
 */
final class ReplayPages {
  static final int MOST_EVENTS = 512;
  private static final int MOST_BYTES = 1 << 20;

  private final Iterator<LoggedEvent> events;
  private CompletableFuture<List<Read>> next;

  /** An event, and its bytes. */
  record Read(LoggedEvent event, TypedBytes bytes) {}

  ReplayPages(Iterator<LoggedEvent> events) {
    this.events = events;
    this.next = CompletableFuture.completedFuture(page());
  }

  /** The next events; none at the end. */
  List<Read> next() {
    List<Read> page = next.join();
    if (!page.isEmpty()) {
      next = events.hasNext() ? CompletableFuture.supplyAsync(this::page, ReplayPages::start)
          : CompletableFuture.completedFuture(List.of());
    }
    return page;
  }

  private static void start(Runnable reading) {
    Thread.ofVirtual().name("cairn-replay").start(reading);
  }

  private List<Read> page() {
    List<Read> page = new ArrayList<>();
    for (int bytes = 0; page.size() < MOST_EVENTS && bytes < MOST_BYTES && events.hasNext();) {
      LoggedEvent event = events.next();
      TypedBytes content = event.as(OpenLocation.EVENTS).orElseThrow();
      page.add(new Read(event, content));
      bytes += content.bytes().length;
    }
    return page;
  }
}
