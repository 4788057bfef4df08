package dev.cairn.api;

import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * A row of an import: one event of another store, and where it belongs.
 *
 * @param type the type of its stream
 * @param id the id of its stream
 * @param sequence its sequence in the stream, from 1
 * @param event reads the event, once and on the thread of {@link StreamImport#add}; what it throws stops the import at
 *     this row. The event has the time at which it happened, its tags and its entries with it
 */
public record ImportRow<E>(StreamType<E, ?> type, String id, long sequence,
    Callable<? extends NewEvent<? extends E>> event) {

  /** Refuses null. */
  public ImportRow {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(event, "event");
  }

  /** Returns a row whose event has been read. */
  public static <E> ImportRow<E> of(StreamType<E, ?> type, String id, long sequence, NewEvent<? extends E> event) {
    Objects.requireNonNull(event, "event");
    return new ImportRow<>(type, id, sequence, () -> event);
  }
}
