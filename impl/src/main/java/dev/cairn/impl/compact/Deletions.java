package dev.cairn.impl.compact;

import dev.cairn.impl.backend.Location;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.StreamHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects deletions into batches and splits a long one, so that no batch deletes more than 10,000 events. Claims no
 * stream, so that nobody who writes one is fenced. Used by one thread.
 */
final class Deletions {
  private static final int MOST_COMMITS = 1024;
  private static final long MOST_EVENTS = 10_000;

  private final Backend backend;
  private final Position readThrough;
  private final Steps steps;
  private final List<Commit> commits = new ArrayList<>();
  private long events;

  /**
   * @param readThrough the position up to which readers let events go; the backend checks each event against it again
   */
  Deletions(Backend backend, Position readThrough, Steps steps) {
    this.backend = backend;
    this.readThrough = readThrough;
    this.steps = steps;
  }

  void add(StreamHead head, long through) {
    for (long done = head.deletedThrough(); done < through;) {
      long next = Math.min(through, done + MOST_EVENTS - events);
      commits.add(new Commit(head.stream(), Commit.NO_EPOCH, head.last(), List.of(), Optional.empty(),
          new Retention.Keep(Integer.MAX_VALUE, next, readThrough)));
      events += next - done;
      done = next;
      if (events >= MOST_EVENTS || commits.size() >= MOST_COMMITS) {
        flush();
      }
    }
  }

  void flush() {
    if (commits.isEmpty()) {
      return;
    }
    Location.commit(backend, List.copyOf(commits), "Nothing was deleted of stream %s: %s. Compact again.");
    commits.clear();
    steps.add(events);
    events = 0;
  }
}
