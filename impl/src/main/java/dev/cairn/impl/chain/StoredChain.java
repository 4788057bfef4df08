package dev.cairn.impl.chain;

import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StoreId;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The chain of one store: the stream that keeps its records, and the log that they describe. Any thread may call.
 *
 * @param store the name of the store
 * @param id its identity, with which the chain begins
 * @param frame opens and makes its records
 */
public record StoredChain(String store, StoreId id, RecordFrame frame) {
  private static final String TYPE = "_chain";
  private static final String ID = "log";

  /** One stored record. */
  record Stored(long sequence, ChainRecord record) {}

  /** The stream of the records. */
  public StreamKey stream() {
    return new StreamKey(store, TYPE, ID);
  }

  /** The sequence of the newest record; 0 where the store has no chain. */
  public long last(Backend backend) {
    try (Recovery recovery = backend.recover(stream(), 0)) {
      return recovery.head().last();
    }
  }

  /**
   * The link after the entries of a record, for sequence 0 the first link.
   *
   * @throws StoreDamaged if the record cannot be read, or is not there
   */
  public Link after(Backend backend, long sequence) {
    return sequence == 0 ? Link.first(id) : record(backend, sequence).after();
  }

  /** The link before the entries of a record. */
  Link before(Backend backend, long sequence) {
    return record(backend, sequence).before();
  }

  private ChainRecord record(Backend backend, long sequence) {
    try (Cursor<StoredEvent> events = backend.events(stream(), sequence, sequence)) {
      StoredEvent event = events.next();
      if (event == null) {
        throw new StoreDamaged("Record " + sequence + " of the chain of store " + store + " is not there.", null);
      }
      return open(event).record();
    }
  }

  /**
   * Opens a record.
   *
   * @throws StoreDamaged if it cannot be read
   */
  Stored open(StoredEvent event) {
    try {
      return new Stored(event.sequence(), ChainRecord.read(
          frame.open(binding().at(RecordKind.EVENT, event.sequence()), event.record())));
    } catch (UnreadableRecord e) {
      throw new StoreDamaged(
          "Record " + event.sequence() + " of the chain of store " + store + " cannot be read: " + e.rule() + ".", e);
    }
  }

  /** Makes the commit of a record. */
  public Commit commit(ChainRecord record, long epoch, long last, long time, CommitName name) {
    byte[] bytes = frame.write(binding().at(RecordKind.EVENT, last + 1), ChainRecord.TYPE_ID, time, name, Metadata.NONE,
        record::write);
    return Commit.append(stream(), epoch, last, List.of(bytes));
  }

  private StreamBinding binding() {
    return new StreamBinding(id, stream());
  }

  /** The next event of the log that belongs into the chain: each one, except its own records. Null at the end. */
  static @Nullable StoredEvent next(LogCursor log) {
    StoredEvent event = log.next();
    while (event != null && event.stream().type().equals(TYPE)) {
      event = log.next();
    }
    return event;
  }

  /**
   * The next entries of the log after a link.
   *
   * @param most so many at most
   */
  public List<ChainEntry> entries(Backend backend, Link after, int most) {
    List<ChainEntry> entries = new ArrayList<>();
    try (LogCursor log = backend.log(store, after.position())) {
      for (StoredEvent event = next(log); event != null; event = entries.size() < most ? next(log) : null) {
        entries.add(ChainEntry.of(event));
      }
    }
    return entries;
  }

  /** The link at the end of the log; empty where the store has no chain. */
  public Optional<Link> end(Backend backend) {
    long last = last(backend);
    if (last == 0) {
      return Optional.empty();
    }
    Link end = after(backend, last);
    try (LogCursor log = backend.log(store, end.position())) {
      for (StoredEvent event = next(log); event != null; event = next(log)) {
        end = end.next(ChainEntry.of(event));
      }
    }
    return Optional.of(end);
  }

  /** Some links before the end, evenly spread over the records, in their order. */
  public List<Link> earlier(Backend backend, int most) {
    long last = last(backend);
    List<Link> links = new ArrayList<>();
    long before = 1; // the link before the first record is the same in every history
    for (int i = 1; i <= most; i++) {
      long sequence = 1 + Math.floorDiv((last - 1) * i, most);
      if (sequence > before) {
        links.add(before(backend, sequence));
        before = sequence;
      }
    }
    return links;
  }
}
