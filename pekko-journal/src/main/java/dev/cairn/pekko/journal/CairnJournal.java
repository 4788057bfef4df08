package dev.cairn.pekko.journal;

import com.typesafe.config.Config;
import dev.cairn.api.AppendConflict;
import dev.cairn.api.NewEvent;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.StreamRef;
import dev.cairn.api.TypedBytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.jspecify.annotations.Nullable;
import scala.concurrent.Future;

/**
 * The journal {@code cairn.journal}. Each atomic write is one append that expects the sequence before it, so a second
 * writer of a persistent actor is told, and never overwrites. Pekko makes it.
 */
public final class CairnJournal extends AsyncWriteJournal {
  private static final int MOST_STREAMS = 1 << 14;

  private final ActorSystem system = context().system();
  private final PluginLocation location;
  private final Representations representations = new Representations(system);
  private final PendingWrites pending = new PendingWrites();
  private final Answers answers = new Answers(context().dispatcher());
  private final Map<String, StreamRef<TypedBytes, TypedBytes>> streams = new HashMap<>(); // of the newest writers
  private final Executor readers;

  /** Reads its section of the configuration. */
  public CairnJournal(Config plugin) {
    this.location = PluginLocation.of(system, plugin);
    this.readers = system.dispatchers().lookup(plugin.getString("replay-dispatcher"));
  }

  @Override
  public void preStart() throws Exception {
    super.preStart();
    location.open(system);
  }

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
    List<CompletableFuture<Optional<Exception>>> outcomes = new ArrayList<>(1);
    for (AtomicWrite write : writes) {
      CompletableFuture<Optional<Exception>> outcome = write(write);
      pending.add(write.persistenceId(), outcome);
      outcomes.add(outcome);
    }
    return outcomes.size() == 1 ? answers.of(outcomes.getFirst(), List::of)
        : answers.of(CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new)), done -> joined(outcomes));
  }

  private static List<Optional<Exception>> joined(List<CompletableFuture<Optional<Exception>>> outcomes) {
    return outcomes.stream().map(CompletableFuture::join).toList();
  }

  /** Writes one; completes with the reason if it is rejected, and fails if it is not stored for another reason. */
  private CompletableFuture<Optional<Exception>> write(AtomicWrite write) {
    StreamRef<TypedBytes, TypedBytes> stream = streams.get(write.persistenceId());
    if (stream == null) {
      stream = remember(write.persistenceId());
    }
    List<NewEvent<TypedBytes>> events;
    try {
      events = representations.events(write);
    } catch (Exception e) {
      return reject(stream, write, e);
    }
    Appending appending = new Appending(stream, write);
    stream.appendAsync(write.lowestSequenceNr() - 1, events).whenComplete(appending);
    return appending;
  }

  private StreamRef<TypedBytes, TypedBytes> remember(String persistenceId) {
    if (streams.size() >= MOST_STREAMS) {
      streams.clear();
    }
    StreamRef<TypedBytes, TypedBytes> stream = location.get().events(persistenceId);
    streams.put(persistenceId, stream);
    return stream;
  }

  /** The outcome of a write, which hears what became of its append. */
  private static final class Appending extends CompletableFuture<Optional<Exception>>
      implements BiConsumer<Long, Throwable> {
    private final StreamRef<TypedBytes, TypedBytes> stream;
    private final AtomicWrite write;

    Appending(StreamRef<TypedBytes, TypedBytes> stream, AtomicWrite write) {
      this.stream = stream;
      this.write = write;
    }

    @Override
    public void accept(@Nullable Long last, @Nullable Throwable failure) {
      if (failure == null) {
        complete(Optional.empty());
      } else {
        fail(Answers.cause(failure));
      }
    }

    private void fail(Throwable cause) {
      if (cause instanceof PersistRejected rejected && !(cause instanceof AppendConflict)) {
        try {
          reject(stream, write, rejected).whenComplete(this::end);
        } catch (RuntimeException | Error e) { // nobody else would tell Pekko
          completeExceptionally(e);
        }
      } else {
        completeExceptionally(cause);
      }
    }

    private void end(@Nullable Optional<Exception> rejected, @Nullable Throwable failure) {
      if (rejected != null) {
        complete(rejected);
      } else {
        completeExceptionally(Objects.requireNonNull(failure));
      }
    }
  }

  /** Rejects a write. Pekko does not use its sequences again, so they are taken, and the next write finds its place. */
  private static CompletableFuture<Optional<Exception>> reject(StreamRef<TypedBytes, TypedBytes> stream,
      AtomicWrite write, Exception reason) {
    return stream.appendAsync(write.lowestSequenceNr() - 1, Representations.nothing(write))
        .thenApply(last -> Optional.of(reason));
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
    CompletableFuture<Void> deletion = pending.after(persistenceId,
        () -> CompletableFuture.runAsync(() -> delete(persistenceId, toSequenceNr), readers));
    pending.add(persistenceId, deletion);
    return answers.of(deletion);
  }

  private void delete(String persistenceId, long toSequenceNr) {
    StreamRef<TypedBytes, TypedBytes> stream = location.get().events(persistenceId);
    Deletion.delete(stream, Math.min(toSequenceNr, stream.lastSequence()));
  }

  @Override
  public Future<Void> doAsyncReplayMessages(String persistenceId, long fromSequenceNr, long toSequenceNr, long max,
      Consumer<PersistentRepr> replay) {
    return answers.of(pending.after(persistenceId, () -> CompletableFuture
        .runAsync(() -> replay(persistenceId, fromSequenceNr, toSequenceNr, max, replay), readers)));
  }

  private void replay(String persistenceId, long fromSequenceNr, long toSequenceNr, long max,
      Consumer<PersistentRepr> replay) {
    StreamRef<TypedBytes, TypedBytes> stream = location.get().events(persistenceId);
    long from = Math.max(fromSequenceNr, Deletion.through(stream) + 1);
    if (from > toSequenceNr) {
      return;
    }
    ReplayPages pages = new ReplayPages(stream.events(from, toSequenceNr).iterator());
    long left = max;
    for (List<ReplayPages.Read> page = pages.next(); left > 0 && !page.isEmpty(); page = pages.next()) {
      left -= replay(page, left, replay);
    }
  }

  /** Replays a page in one go: an actor that is quicker than its journal would be woken for each event. */
  private int replay(List<ReplayPages.Read> page, long most, Consumer<PersistentRepr> replay) {
    List<PersistentRepr> events = new ArrayList<>(page.size());
    try {
      for (ReplayPages.Read each : page) {
        if (events.size() < most) {
          representations.read(each.event(), each.bytes()).ifPresent(events::add);
        }
      }
    } finally { // those before one that cannot be read come before its failure
      events.forEach(replay);
    }
    return events.size();
  }

  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
    return answers.of(pending.after(persistenceId, () -> CompletableFuture
        .supplyAsync(() -> location.get().events(persistenceId).lastSequence(), readers)));
  }
}
