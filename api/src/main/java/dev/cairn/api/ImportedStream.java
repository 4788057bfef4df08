package dev.cairn.api;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One stream of an import: where the source and the store stand, and its rows of the batch.
 *
 * <pre>
 *   in the store:    1 2 3 4 5
 *   rows:              ( 2 3 ) [4 5 6 7]
 *                      before   compared: 4 5   to store: 6 7
 * </pre>
 */
final class ImportedStream<E> {
  private static final int MOST_EVENTS = 128;
  private static final int MOST_BYTES = 256 << 10;
  private static final long UNKNOWN = -1;

  private final StreamRef<E, ?> ref;
  private final StreamType<E, ?> type;
  private final boolean lateStart;
  private List<NewEvent<? extends E>> events = new ArrayList<>();
  private long seen;
  private long last = UNKNOWN;

  ImportedStream(StreamRef<E, ?> ref, StreamType<E, ?> type, boolean lateStart) {
    this.ref = ref;
    this.type = type;
    this.lateStart = lateStart;
  }

  /** Whether it has no row in the batch. */
  boolean isIdle() { return events.isEmpty(); }

  /**
   * Takes a row into the batch; returns how many bytes it has, as far as that is known.
   *
   * @throws ImportStopped if it is not the next one, or cannot be read
   */
  int take(ImportRow<E> row) {
    if (row.sequence() < 1) {
      throw stopped(row.sequence(), "sequences begin with 1", null);
    }
    if (seen > 0 && row.sequence() <= seen) {
      throw stopped(row.sequence(), "the source had event " + seen + " of this stream before it, so it is there twice "
          + "or not in order", null);
    }
    if (seen > 0 && row.sequence() > seen + 1) {
      throw gap(row.sequence(), seen);
    }
    NewEvent<? extends E> event = read(row);
    events.add(event);
    seen = row.sequence();
    return bytesOf(event);
  }

  private NewEvent<? extends E> read(ImportRow<E> row) {
    try {
      return row.event().call();
    } catch (Exception e) {
      String why = e.getMessage() == null ? "" : " (" + e.getMessage().lines().findFirst().orElse("") + ")";
      throw stopped(row.sequence(), "it cannot be read" + why, e);
    }
  }

  private static int bytesOf(NewEvent<?> event) {
    return event.value() instanceof TypedBytes value ? value.bytes().length : 0;
  }

  private ImportStopped gap(long sequence, long before) {
    return stopped(sequence, "event " + (before + 1) + " must come before it, and the source does not have it there",
        null);
  }

  private ImportStopped stopped(long sequence, String reason, @Nullable Throwable cause) {
    return new ImportStopped(ref.path(), sequence, reason, cause);
  }

  private long first() {
    return seen - events.size() + 1;
  }

  /**
   * Compares the rows that the store has already, and returns how many these are.
   *
   * @param stores whether the others may be stored
   * @throws ImportStopped if one differs, or the others cannot follow
   */
  int check(boolean stores) {
    if (last == UNKNOWN) {
      last = ref.lastSequence();
    }
    int present = present();
    compare(present);
    if (present < events.size()) {
      requirePlace(first() + present, stores);
    }
    return present;
  }

  /** How many of the rows are stored already. */
  private int present() {
    return Math.clamp(last - first() + 1, 0, events.size());
  }

  private void requirePlace(long missing, boolean stores) {
    if (!stores) {
      throw stopped(missing, "the store does not have it", null);
    }
    if (missing != last + 1 && !(lateStart && last == 0)) {
      throw gap(missing, last);
    }
  }

  private void compare(int present) {
    if (present == 0) {
      return;
    }
    try (Stream<LoggedEvent> range = ref.events(first(), first() + present - 1)) {
      Iterator<LoggedEvent> stored = range.iterator();
      for (int i = 0; i < present; i++) {
        long sequence = first() + i;
        LoggedEvent there = stored.hasNext() ? stored.next() : null;
        if (there == null || there.sequence() != sequence) {
          throw stopped(sequence, "the store has deleted it, so it cannot be compared", null);
        }
        requireSame(sequence, there, events.get(i));
      }
    }
  }

  private void requireSame(long sequence, LoggedEvent stored, NewEvent<? extends E> row) {
    String differs = !stored.allAs(type).equals(List.of(row.value())) ? "value"
        : !sameTime(stored, row) ? "time"
        : !sameMetadata(stored, row) ? "metadata" : "";
    if (!differs.isEmpty()) {
      throw stopped(sequence, "the store has another event there, with another " + differs, null);
    }
  }

  private static boolean sameTime(LoggedEvent stored, NewEvent<?> row) {
    return row.time().isEmpty() || row.time().get().toEpochMilli() == stored.time().toEpochMilli();
  }

  private static boolean sameMetadata(LoggedEvent stored, NewEvent<?> row) {
    Optional<String> causation = row.metadata().causationId().or(row::commandId);
    return stored.tags().equals(row.metadata().tags()) && stored.entries().equals(row.metadata().entries())
        && stored.causationId().equals(causation) && stored.commandId().equals(row.commandId())
        && stored.correlationId().equals(row.correlationId());
  }

  /** Hands in what the store does not have, and returns how many rows these are. */
  int store(List<ImportedCommit<?>> underWay) {
    int present = present();
    List<NewEvent<? extends E>> missing = events.subList(present, events.size());
    if (!missing.isEmpty() && last + 1 != first() + present) {
      last = first() - 1;
      ref.beginAfter(last);
    }
    for (int from = 0; from < missing.size();) {
      int to = endOfCommit(missing, from);
      List<NewEvent<? extends E>> together = List.copyOf(missing.subList(from, to));
      underWay.add(new ImportedCommit<>(ref, last, together, ref.appendAsync(last, together)));
      last += together.size();
      from = to;
    }
    int stored = missing.size();
    events = new ArrayList<>();
    return stored;
  }

  private int endOfCommit(List<NewEvent<? extends E>> missing, int from) {
    int to = from + 1;
    for (long bytes = bytesOf(missing.get(from)); to < missing.size() && to - from < MOST_EVENTS; to++) {
      bytes += bytesOf(missing.get(to));
      if (bytes > MOST_BYTES) {
        break;
      }
    }
    return to;
  }
}
