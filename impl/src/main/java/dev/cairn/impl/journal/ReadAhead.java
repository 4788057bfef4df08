package dev.cairn.impl.journal;

import dev.cairn.spi.Cursor;
import dev.cairn.spi.StoredEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Reads events while those before them are decoded and applied, at most a few batches ahead. Few events are read where
 * they are asked for; it takes a thread only where there are more. Used by one thread.
 */
final class ReadAhead implements AutoCloseable {
  private static final int BATCH_EVENTS = 1024;
  private static final long BATCH_BYTES = 256 << 10;
  private static final int BATCHES_AHEAD = 2;

  private record Batch(List<StoredEvent> events, boolean last, @Nullable Throwable failure) {}

  private final Cursor<StoredEvent> cursor;
  private final Queue<CompletableFuture<Batch>> ahead = new ArrayDeque<>();
  private @Nullable ExecutorService reader;
  private Batch batch = new Batch(List.of(), false, null);
  private int next;
  private boolean ended; // touched by whoever reads
  private volatile boolean closed;

  ReadAhead(Cursor<StoredEvent> cursor) {
    this.cursor = cursor;
  }

  /** Returns the next event, or null at the end. What the cursor throws is thrown after the events before it. */
  @Nullable
  StoredEvent next() {
    while (next == batch.events().size()) {
      rethrow(batch.failure());
      if (batch.last()) {
        return null;
      }
      batch = nextBatch();
      next = 0;
    }
    return batch.events().get(next++);
  }

  private Batch nextBatch() {
    if (ahead.isEmpty()) {
      Batch first = read();
      if (!first.last()) {
        start();
      }
      return first;
    }
    Batch read = ahead.remove().join();
    request();
    return read;
  }

  private void start() {
    reader = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("cairn-read-ahead").daemon().factory());
    for (int i = 0; i < BATCHES_AHEAD; i++) {
      request();
    }
  }

  private void request() {
    ahead.add(CompletableFuture.supplyAsync(this::read, reader));
  }

  private Batch read() {
    List<StoredEvent> events = new ArrayList<>();
    Throwable failure = null;
    try {
      readInto(events);
    } catch (RuntimeException | Error e) {
      ended = true;
      failure = e;
    }
    return new Batch(events, ended, failure);
  }

  private void readInto(List<StoredEvent> events) {
    long bytes = 0;
    while (!ended && !closed && events.size() < BATCH_EVENTS && bytes < BATCH_BYTES) {
      StoredEvent event = cursor.next();
      if (event == null) {
        ended = true;
      } else {
        events.add(event);
        bytes += event.record().length;
      }
    }
  }

  private static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Returns when nothing reads any more. */
  @Override
  public void close() {
    closed = true;
    ahead.forEach(CompletableFuture::join); // whatever interrupts: nobody may close the cursor under a reader
    if (reader != null) {
      reader.shutdown();
    }
  }
}
