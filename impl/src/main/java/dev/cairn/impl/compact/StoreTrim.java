package dev.cairn.impl.compact;

import dev.cairn.api.Forgotten;
import dev.cairn.api.StoreCompaction;
import dev.cairn.api.StoreInspector.Damage;
import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.journal.StoredReaders;
import dev.cairn.impl.journal.StreamOpener;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Deletes the events of one store that nothing needs any more. Used by one thread.
 *
 * <pre>
 *   deletedThrough          oldest snapshot                         last
 *         | ------ covered ------ | ------------ needed ------------ |
 *         | deletable |   held    |
 *              read by everybody: up to here
 * </pre>
 */
final class StoreTrim {
  private final Backend backend;
  private final String store;
  private final Function<StreamKey, StreamOpener> openers;
  private final List<StoredReaders.Reader> readers;
  private final Position readThrough;
  private final List<StreamHead> streams = new ArrayList<>();
  private final List<Damage> damages = new ArrayList<>();
  private Position newestHeld = Position.START;
  private long covered;
  private long needed;
  private long trimmed;
  private long deleted;
  private long held;

  StoreTrim(Backend backend, String store, StoreDescription description) {
    this.backend = backend;
    this.store = store;
    this.openers = description.openers();
    this.readers = new StoredReaders(store, openers).all(backend);
    this.readThrough = StoredReaders.releases(readers);
  }

  /** Counts the events of a stream, and keeps the stream for {@link #run} if some are covered. */
  void look(StreamHead head) {
    long below = oldest(head) - head.deletedThrough();
    covered += below;
    needed += head.events() - below;
    if (below > 0) {
      streams.add(head);
    }
  }

  /** How many events are covered by a snapshot. */
  long coveredEvents() {
    return covered;
  }

  StoreCompaction.Result run(boolean dry, Steps steps) {
    Deletions deletions = new Deletions(backend, readThrough, steps);
    for (StreamHead head : streams) {
      long through = deletable(head);
      if (through > head.deletedThrough()) {
        trimmed++;
        deleted += through - head.deletedThrough();
        if (!dry) {
          deletions.add(head, through);
        }
      }
      steps.add(oldest(head) - (dry ? head.deletedThrough() : through));
    }
    deletions.flush();
    List<String> holders = held == 0 ? List.of() : readers.stream()
        .filter(reader -> reader.checkpoint().releases().compareTo(newestHeld) < 0)
        .map(StoredReaders.Reader::name).toList();
    return new StoreCompaction.Result(store, trimmed, deleted, held, holders, needed, damages);
  }

  /** The last event that may be deleted; if the snapshot cannot be read, the last one that is already deleted. */
  private long deletable(StreamHead head) {
    try {
      readSnapshot(head);
      long through = read(head);
      held += oldest(head) - through;
      return through;
    } catch (UnreadableRecord | BackendException.Corrupt e) {
      String why = e instanceof UnreadableRecord unreadable ? unreadable.rule() : FailureText.of(e);
      damages.add(new Damage("the snapshot at " + oldest(head) + " of stream " + head.stream(), why,
          "every event of the stream: none was deleted"));
      needed += oldest(head) - head.deletedThrough();
      return head.deletedThrough();
    }
  }

  private void readSnapshot(StreamHead head) {
    StreamKey stream = head.stream();
    try (Recovery recovery = backend.recover(stream, oldest(head))) {
      Snapshot snapshot = recovery.snapshot().filter(found -> found.sequence() == oldest(head))
          .orElseThrow(() -> new UnreadableRecord("it is not there, and the head of the stream names it"));
      openers.apply(stream).open(RecordKind.SNAPSHOT, snapshot.sequence(), snapshot.record());
    } catch (Forgotten e) {
      // nobody can read what it covers either
    }
  }

  /** The last covered event that the readers let go. */
  private long read(StreamHead head) {
    if (readers.isEmpty()) {
      return oldest(head);
    }
    long through = head.deletedThrough();
    try (Cursor<StoredEvent> events = backend.events(head.stream(), head.deletedThrough() + 1, oldest(head))) {
      for (StoredEvent event = events.next(); event != null; event = events.next()) {
        if (event.position().compareTo(readThrough) <= 0) {
          through = event.sequence();
        } else if (event.position().compareTo(newestHeld) > 0) {
          newestHeld = event.position();
        }
      }
    }
    return through;
  }

  private static long oldest(StreamHead head) {
    return head.snapshots().isEmpty() ? head.deletedThrough() : head.snapshots().getFirst();
  }
}
