package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** The pages of a range of one stream, which may be deleted from its front while it is read. */
final class RocksdbEvents implements RocksdbCursor.Pages<StoredEvent> {
  static final int PAGE_ROWS = 512;
  static final long PAGE_BYTES = 1 << 20;

  private final RocksdbDatabase database;
  private final StreamKey key;
  private final long number;
  private final long to;
  private final boolean whole;
  private long next;

  /**
   * @param to a stored event, or below {@code from} for an empty range
   * @param whole whether a deleted event is to be told, not left out
   */
  RocksdbEvents(RocksdbDatabase database, RocksdbStream stream, long from, long to, boolean whole) {
    this.database = database;
    this.key = stream.head().stream();
    this.number = stream.number();
    this.next = from;
    this.to = to;
    this.whole = whole;
  }

  @Override
  public List<StoredEvent> next() {
    if (next > to) {
      return List.of();
    }
    return database.read(view -> {
      skipDeleted(RocksdbStream.find(view, key).head().deletedThrough());
      return page(view);
    });
  }

  private void skipDeleted(long deletedThrough) {
    if (deletedThrough >= next) {
      if (whole) {
        throw new BackendException.Unavailable(
            "Event " + next + " of stream " + key + " was deleted while the stream was read.", null);
      }
      next = deletedThrough + 1;
    }
  }

  /** Reads on in a view in which nothing of the range is deleted. */
  List<StoredEvent> page(RocksdbView view) throws RocksDBException {
    List<StoredEvent> page = new ArrayList<>();
    byte[] prefix = RocksdbKey.events(number);
    long bytes = 0;
    boolean there = next <= to && view.seek(RocksdbKey.event(number, next));
    while (next <= to && page.size() < PAGE_ROWS && bytes < PAGE_BYTES) {
      StoredEvent event = there ? read(view.key(), prefix, view.value()) : null;
      if (event == null || event.sequence() != next) {
        throw new BackendException.Corrupt("Event " + next + " of stream " + key + " is missing.");
      }
      page.add(event);
      bytes += event.record().length;
      next++;
      there = view.next();
    }
    return page;
  }

  private @Nullable StoredEvent read(byte[] at, byte[] prefix, byte[] value) {
    return RocksdbKey.begins(at, prefix)
        ? event(key, RocksdbBytes.reading(at).skip(prefix.length).number(), value)
        : null;
  }

  static StoredEvent event(StreamKey key, long sequence, byte[] value) {
    RocksdbBytes bytes = RocksdbBytes.reading(value);
    return new StoredEvent(key, sequence, bytes.position(), bytes.rest());
  }
}
