package dev.cairn.impl.copy;

import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.journal.Checkpoint;
import dev.cairn.impl.journal.FormerLogs;
import dev.cairn.impl.journal.LogHorizon;
import dev.cairn.impl.journal.StoredReaders;
import dev.cairn.impl.record.CommitName;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies the registered readers of one store, once every event is copied. A checkpoint in the copy is just before the
 * event that is next in the original. Both logs have the same order, so the reader has passed the same events.
 *
 * <pre>
 *   original   ... 17  18 | 21  30        a reader that has taken 18: next comes 21
 *   copy       ...  4   5 |  6   7        the same event stands at 6, so the reader is put at 5
 * </pre>
 */
final class ReaderTransfer {
  private final Backend original;
  private final Backend copy;
  private final String store;
  private final Frames frames;
  private final StoredReaders streams;

  ReaderTransfer(Backend original, Backend copy, String store, Frames frames) {
    this.original = original;
    this.copy = copy;
    this.store = store;
    this.frames = frames;
    this.streams = new StoredReaders(store, frames.to().openers());
  }

  /** The readers that are registered in the original, as {@code store/reader}. */
  List<String> names() {
    return new StoredReaders(store, frames.from().openers()).names(original).stream().map(name -> store + "/" + name)
        .toList();
  }

  private List<StoredReaders.Reader> readers() {
    return new StoredReaders(store, frames.from().openers()).all(original);
  }

  /** Writes the checkpoints that have moved, and purges the readers of before that are not registered any more. */
  void run(boolean kept, Path folder, Supplier<CommitName> names) {
    List<Commit> commits = new ArrayList<>();
    List<StoredReaders.Reader> readers = kept ? readers() : List.of();
    List<StoredReaders.Reader> there = streams.all(copy);
    for (StoredReaders.Reader gone : there) {
      if (readers.stream().noneMatch(reader -> reader.name().equals(gone.name()))) {
        Claim claim = copy.claim(streams.stream(gone.name()));
        StreamHead head = claim.head();
        commits.add(new Commit(head.stream(), claim.epoch(), head.last(), List.of(), Optional.empty(),
            new Retention.Purge()));
      }
    }
    for (StoredReaders.Reader reader : readers) {
      Checkpoint checkpoint = new Checkpoint(place(reader.checkpoint().position()), reader.checkpoint().states());
      if (there.stream().noneMatch(before -> isAt(before, reader, checkpoint))) {
        commits.add(commit(reader, checkpoint, names.get()));
      }
    }
    BatchWriter batch = new BatchWriter(copy, folder);
    commits.forEach(batch::add);
    batch.flush();
  }

  private static boolean isAt(StoredReaders.Reader before, StoredReaders.Reader reader, Checkpoint checkpoint) {
    return before.name().equals(reader.name()) && before.checkpoint().equals(checkpoint)
        && before.trouble().equals(reader.trouble());
  }

  private Commit commit(StoredReaders.Reader reader, Checkpoint checkpoint, CommitName name) {
    Claim claim = copy.claim(streams.stream(reader.name()));
    return checkpoint.commit(frames.to().id(), frames.copy(), claim.head(), claim.epoch(),
        reader.time().toEpochMilli(), name, reader.trouble());
  }

  /** Requires that each reader goes on with the same event in both. */
  void requireSame() {
    List<StoredReaders.Reader> there = streams.all(copy);
    List<StoredReaders.Reader> here = readers();
    boolean same = here.size() == there.size();
    for (int i = 0; same && i < here.size(); i++) {
      same = here.get(i).name().equals(there.get(i).name())
          && here.get(i).checkpoint().states() == there.get(i).checkpoint().states()
          && sameEvent(next(original, here.get(i).checkpoint().position()),
              next(copy, there.get(i).checkpoint().position()));
    }
    if (!same) {
      throw new StoreDamaged(
          "The readers of store " + store + " do not go on in the copy where they are in the original.",
          null);
    }
  }

  private Position place(Position position) {
    StoredEvent next = next(original, position);
    if (next == null) {
      return LogHorizon.of(copy, store);
    }
    return FormerLogs.before(copy, next.stream(), next.sequence()).orElseThrow(() -> new StoreDamaged(
        "Event " + next.sequence() + " of " + next.stream() + " is missing in the copy.", null));
  }

  private @Nullable StoredEvent next(Backend backend, Position after) {
    try (LogCursor log = backend.log(store, after)) {
      return FormerLogs.next(log);
    }
  }

  private static boolean sameEvent(@Nullable StoredEvent one, @Nullable StoredEvent other) {
    return one == null || other == null ? one == other
        : one.stream().equals(other.stream()) && one.sequence() == other.sequence();
  }
}
