package dev.cairn.impl.inspect;

import dev.cairn.api.StoreInspector.Damage;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Compares the log of one store with its streams, in both directions. Used by one thread, once. */
final class LogCheck {
  private static final int MOST_UNLISTED = 1_000;
  private static final int MOST_NUMBERS = 200_000;

  private final Backend backend;
  private final String store;
  private final Consumer<Damage> found;
  private final LogComparison comparison;
  private final Set<StreamKey> unlisted = new LinkedHashSet<>();
  private Position before = Position.START;

  /** Compares with the events that were counted while the streams were read. */
  LogCheck(Backend backend, String store, LogComparison comparison, Consumer<Damage> found) {
    this.backend = backend;
    this.store = store;
    this.comparison = comparison;
    this.found = found;
  }

  /**
   * Reads the log, and once more if it differs from the streams.
   *
   * @param streams all known streams
   * @param named the streams with reported damage, which are not named again
   */
  void run(Set<StreamKey> streams, Set<StreamKey> named) {
    try (LogCursor log = backend.log(store, Position.START)) {
      for (StoredEvent event = log.next(); event != null; event = log.next()) {
        check(event, streams);
      }
    } catch (BackendException e) {
      found.accept(new Damage("the log of store " + store + " after position " + before, Verification.message(e),
          "the streams that are not named here; readers of the log stop at this position"));
      return;
    }
    unlisted.forEach(stream -> found.accept(new Damage("stream " + stream,
        "the log holds events of it, and it is not in the list of the streams", "its events, in the log")));
    if (comparison.doubtsAny()) {
      nameThose(streams, named);
    }
  }

  /** Checks that positions grow, and that the stream of the event is in the list. */
  private void check(StoredEvent event, Set<StreamKey> streams) {
    if (event.position().compareTo(before) <= 0) {
      found.accept(new Damage("store " + store + ", position " + event.position(),
          "it does not come after " + before + ", which stands before it in the log",
          "the streams; readers of the log must start again"));
    }
    before = event.position();
    comparison.addLogged(event);
    if (!streams.contains(event.stream()) && unlisted.size() < MOST_UNLISTED) {
      unlisted.add(event.stream());
    }
  }

  private void nameThose(Set<StreamKey> streams, Set<StreamKey> named) {
    Map<StreamKey, Map<Long, Long>> doubted = new HashMap<>();
    for (StreamKey stream : streams) {
      if (comparison.doubts(stream) && !named.contains(stream)) {
        doubted.put(stream, new TreeMap<>());
      }
    }
    if (isLogged(doubted)) {
      doubted.forEach(this::compare);
    } else {
      found.accept(new Damage("the log of store " + store, "it does not hold what many of the streams hold",
          "the streams; readers of the log must start again"));
    }
  }

  /** Collects the events of some streams in the log; false if there are too many. */
  private boolean isLogged(Map<StreamKey, Map<Long, Long>> doubted) {
    int numbers = 0;
    try (LogCursor log = backend.log(store, Position.START)) {
      for (StoredEvent event = log.next(); event != null; event = log.next()) {
        Map<Long, Long> of = doubted.get(event.stream());
        if (of != null && ++numbers <= MOST_NUMBERS) {
          of.put(event.sequence(), LogComparison.number(event));
        }
      }
    }
    return numbers <= MOST_NUMBERS;
  }

  private void compare(StreamKey stream, Map<Long, Long> logged) {
    try (Cursor<StoredEvent> events = backend.events(stream, 1, Long.MAX_VALUE)) {
      for (StoredEvent event = events.next(); event != null; event = events.next()) {
        Long number = logged.remove(event.sequence());
        if (number == null) {
          differs(stream, event.sequence(), "it is not in the log",
              "the actor; readers of the log miss this event");
        } else if (number != LogComparison.number(event)) {
          differs(stream, event.sequence(), "the log shows something else",
              "the actor; readers of the log get that");
        }
      }
    }
    logged.keySet().forEach(sequence -> differs(stream, sequence, "it is in the log, and not in its stream",
        "the actor; readers of the log get an event that the actor does not have"));
  }

  private void differs(StreamKey stream, long sequence, String what, String left) {
    found.accept(new Damage("event " + sequence + " of stream " + stream, what, left));
  }
}
