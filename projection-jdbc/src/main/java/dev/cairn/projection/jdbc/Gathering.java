package dev.cairn.projection.jdbc;

import dev.cairn.api.EventHandler;
import dev.cairn.api.EventLog;
import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.Withdrawal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the reader of a worker gets into batches, and has one written while it gathers the next one. Runs on the
 * thread of the reader, which pauses with growing waits when a write has failed, and calls again.
 */
final class Gathering implements EventHandler {
  private final Settings settings;
  private final Function<Batch, Future<?>> writing;
  private final CompletableFuture<EventLog.Following> following = new CompletableFuture<>();
  private List<Entry> gathered = new ArrayList<>();
  private @Nullable Batch batch;
  private @Nullable Future<?> written;
  private @Nullable LogOffset losing;
  private @Nullable LogOffset last;
  private volatile boolean empty = true;

  Gathering(Settings settings, Function<Batch, Future<?>> writing) {
    this.settings = settings;
    this.writing = writing;
  }

  void start(EventLog.Following reader) {
    following.complete(reader);
  }

  /** Whether everything that was given is written. */
  boolean isEmpty() { return empty; }

  @Override
  public void event(LoggedEvent event) throws Exception {
    add(new Entry.Event(event));
  }

  @Override
  public void withdrawn(Withdrawal withdrawal) throws Exception {
    add(new Entry.Withdrawn(withdrawal));
  }

  @Override
  public void lost(LogOffset after) throws Exception {
    if (!after.equals(losing)) {
      awaitWritten();
      gathered.removeIf(entry -> entry.offset().position().compareTo(after.position()) > 0);
      add(new Entry.Lost(after));
      losing = after;
    }
    flush(after);
    losing = null;
  }

  private void add(Entry entry) throws Exception {
    empty = false;
    if (gathered.size() >= settings.batchEvents()) {
      write(gathered.get(gathered.size() - 1).offset());
    }
    gathered.add(entry);
  }

  @Override
  public void flush(LogOffset through) throws Exception {
    write(through);
    awaitWritten();
    empty = true;
  }

  /** Lets what was gathered be written, after what is being written. */
  private void write(LogOffset through) throws Exception {
    awaitWritten();
    if (!gathered.isEmpty() || !through.equals(last)) {
      batch = new Batch(gathered, through);
      gathered = new ArrayList<>();
      last = through;
      written = writing.apply(batch);
    }
  }

  private void awaitWritten() throws Exception {
    if (batch == null) {
      return;
    }
    try {
      if (written == null) {
        written = writing.apply(batch);
      }
      written.get();
      batch = null;
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (CancellationException e) {
      throw failure(new Overtaken("The worker has ended its term."));
    } finally {
      written = null;
    }
  }

  /** One that ends the worker's term ends its reader too. */
  private Exception failure(@Nullable Throwable failure) {
    if (failure instanceof Overtaken || failure instanceof ProjectionStopped) {
      following.join().close();
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof Exception e ? e : new IllegalStateException(failure);
  }
}
