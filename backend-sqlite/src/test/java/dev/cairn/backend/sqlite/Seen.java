package dev.cairn.backend.sqlite;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * All that a backend answers, each answer by its question; one that it refuses is {@link #REFUSED}. Records say whose
 * they are, as those of the runtime do: one that is found where another belongs counts as refused.
 */
final class Seen {
  static final String REFUSED = "refused";

  private final Map<String, String> answers = new TreeMap<>();

  static byte[] event(StreamKey stream, long sequence) {
    return ("event " + sequence + " of " + stream).getBytes();
  }

  static byte[] state(StreamKey stream, long sequence) {
    return ("state " + sequence + " of " + stream).getBytes();
  }

  /** Looks at a backend; at these streams, whether it lists them or not. */
  static Map<String, String> by(Backend backend, List<StreamKey> streams) {
    Seen seen = new Seen();
    seen.ask("stores", () -> backend.stores().toString());
    for (String store : List.of("alpha", "main", "other", "zeta")) {
      seen.ask("streams of " + store, () -> seen.all(backend.streams(store, Optional.empty()), Seen::told));
      seen.ask("log of " + store, () -> seen.log(backend, store, Position.START));
      seen.ask("late log of " + store, () -> seen.log(backend, store, new Position(1, 333)));
    }
    for (StreamKey stream : streams) {
      seen.ask("state of " + stream, () -> state(backend, stream));
      seen.ask("events of " + stream,
          () -> seen.all(backend.events(stream, 1, Long.MAX_VALUE), seen::told));
    }
    return seen.answers;
  }

  private void ask(String question, Supplier<String> answer) {
    String told;
    try {
      told = answer.get();
    } catch (BackendException e) {
      told = REFUSED;
    }
    answers.put(question, told);
  }

  private <T> String all(Cursor<T> cursor, Function<T, String> told) {
    List<String> all = new ArrayList<>();
    try (cursor) {
      for (T each = cursor.next(); each != null; each = cursor.next()) {
        all.add(told.apply(each));
      }
    }
    return all.toString();
  }

  private String log(Backend backend, String store, Position after) {
    try (LogCursor log = backend.log(store, after)) {
      String bounds = log.deletedThrough() + " " + log.horizon() + " ";
      return bounds + all(log, this::told);
    }
  }

  private String told(StoredEvent event) {
    requireBound(event.record(), event(event.stream(), event.sequence()));
    return event.stream() + " " + event.sequence() + " " + event.position();
  }

  /** Where a state can be had from its events, it does not matter which snapshots help. */
  private static String told(StreamHead head) {
    return head.stream() + " " + head.last() + " " + head.deletedThrough() + " " + head.purgedThrough();
  }

  private static String state(Backend backend, StreamKey stream) {
    try (Recovery recovery = backend.recover(stream, Long.MAX_VALUE)) {
      recovery.snapshot().ifPresent(state -> requireBound(state.record(), state(stream, state.sequence())));
      long at = recovery.snapshot().map(Snapshot::sequence).orElse(recovery.head().purgedThrough());
      for (StoredEvent event = recovery.events().next(); event != null; event = recovery.events().next()) {
        requireBound(event.record(), event(stream, event.sequence()));
        if (event.sequence() != ++at) {
          return "a gap before " + event.sequence();
        }
      }
      return told(recovery.head()) + " at " + at;
    }
  }

  private static void requireBound(byte[] record, byte[] expected) {
    if (!Arrays.equals(record, expected)) {
      throw new BackendException.Corrupt("A record does not belong where it is.");
    }
  }
}
