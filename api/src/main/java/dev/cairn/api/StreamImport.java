package dev.cairn.api;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings the events of another store into streams: each under its type, its id and its sequence, with its time. The
 * rows of one stream come in the order of their sequences; rows of different streams may come in any order.
 *
 * <pre>{@code
 * var in = StreamImport.into(system.streams("main"));
 * while (rows.next()) {
 *   in.add(ImportRow.of(ORDERS, rows.getString("id"), rows.getLong("nr"), event(rows)));
 * }
 * ImportResult result = in.finish();
 * }</pre>
 *
 * <p>An import may be run again, also after its process was killed: rows that the store has already are compared and
 * not stored twice, and each stream goes on where it stands. The same rows through {@link #comparison} compare
 * everything and store nothing.
 *
 * <p>Several thousand rows are in memory at a time, at most 4 MiB of bytes for a type of bytes, and the last sequence
 * of 65,536 streams. Rows are stored in batches while the next ones are read. Events are compared by {@code equals}, so
 * a record with an array needs an {@code equals} of its own. For one thread at a time.
 */
public final class StreamImport {
  private static final int MOST_ROWS = 2048;
  private static final int MOST_BYTES = 2 << 20;
  private static final int MOST_STREAMS = 1 << 16;

  private record Key(StreamType<?, ?> type, String id) {}

  private final Streams streams;
  private final boolean stores;
  private final boolean lateStarts;
  private final Map<Key, ImportedStream<?>> known = new LinkedHashMap<>(16, 0.75f, true);
  private List<ImportedStream<?>> batch = new ArrayList<>();
  private List<ImportedCommit<?>> underWay = List.of();
  private int rows;
  private long bytes;
  private long stored;
  private long present;
  private boolean ended;

  private StreamImport(Streams streams, boolean stores, boolean lateStarts) {
    this.streams = streams;
    this.stores = stores;
    this.lateStarts = lateStarts;
  }

  /** Begins an import that stores what is missing and compares what is there. */
  public static StreamImport into(Streams streams) {
    return new StreamImport(streams, true, false);
  }

  /** Begins a comparison, which stores nothing and stops at the first row that the store does not have. */
  public static StreamImport comparison(Streams streams) {
    return new StreamImport(streams, false, false);
  }

  /**
   * Returns a fresh import of the same kind to which the first row of a stream may have any sequence, for a source
   * whose old events are deleted. The stream then begins with that sequence ({@link StreamRef#beginAfter}).
   */
  public StreamImport allowLateStarts() {
    return new StreamImport(streams, stores, true);
  }

  /**
   * Takes a row. It and those before it may be stored now, or later.
   *
   * @throws ImportStopped if a row does not fit: its event cannot be read, or cannot be stored; its sequence is not the
   *     next one of its stream; the store has another event there, or in a comparison none. All but what the store
   *     itself refuses is found before anything of the batch of the row is stored
   * @throws TypeRefused as {@link Streams#stream}
   * @throws InvalidName as {@link Streams#stream}
   * @throws PersistFailed if the store is unhealthy: run the import again
   * @throws PersistUnknown if the outcome is unknown: run the import again
   * @throws StoreException if the store cannot be read
   * @throws IllegalStateException if the import has finished, or stopped before
   */
  public void add(ImportRow<?> row) {
    during(() -> {
      take(row);
      if (rows >= MOST_ROWS || bytes >= MOST_BYTES) {
        storeBatch();
      }
    });
  }

  private <E> void take(ImportRow<E> row) {
    ImportedStream<E> stream = stream(row);
    if (stream.isIdle()) {
      batch.add(stream);
    }
    bytes += stream.take(row);
    rows++;
  }

  @SuppressWarnings("unchecked") // equal types have equal events
  private <E> ImportedStream<E> stream(ImportRow<E> row) {
    return (ImportedStream<E>) known.computeIfAbsent(new Key(row.type(), row.id()),
        key -> new ImportedStream<>(streams.stream(row.type(), row.id()), row.type(), lateStarts));
  }

  /**
   * Stores the rest, and waits until all is stored.
   *
   * @throws RuntimeException as {@link #add}
   */
  public ImportResult finish() {
    during(() -> {
      storeBatch();
      settle();
    });
    ended = true;
    return new ImportResult(stored, present);
  }

  private void during(Runnable step) {
    if (ended) {
      throw new IllegalStateException("The import has ended. Begin another one: it goes on where each stream stands.");
    }
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      ended = true;
      settleBefore(e);
      throw e;
    }
  }

  /** What the batch before has failed with comes first. */
  private void settleBefore(Throwable later) {
    try {
      settle();
    } catch (RuntimeException earlier) {
      earlier.addSuppressed(later);
      throw earlier;
    }
  }

  private void storeBatch() {
    for (ImportedStream<?> stream : batch) {
      present += stream.check(stores);
    }
    settle();
    forgetStreams();
    List<ImportedCommit<?>> commits = new ArrayList<>();
    underWay = commits;
    for (ImportedStream<?> stream : batch) {
      stored += stream.store(commits);
    }
    batch = new ArrayList<>();
    rows = 0;
    bytes = 0;
  }

  private void settle() {
    List<ImportedCommit<?>> settled = underWay;
    underWay = List.of();
    settled.forEach(ImportedCommit::await);
    settled.forEach(ImportedCommit::requireStored);
  }

  /** Nothing is under way, so the store knows better where a stream stands. */
  private void forgetStreams() {
    Iterator<ImportedStream<?>> eldest = known.values().iterator();
    while (known.size() > MOST_STREAMS && eldest.next().isIdle()) {
      eldest.remove();
    }
  }
}
