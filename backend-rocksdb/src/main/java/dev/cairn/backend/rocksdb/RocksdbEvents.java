package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.PagedCursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** The pages of a range of one stream, which may be deleted from its front while it is read. */
final class RocksdbEvents implements PagedCursor.Pages<StoredEvent> {
  static final int PAGE_ROWS = 1024;
  static final long PAGE_BYTES = 1 << 20;

  private final RocksdbViews views;
  private final StreamKey key;
  private final long number;
  private final long to;
  private final boolean whole;
  private long next;

  /**
   * @param to a stored event, or below {@code from} for an empty range
   * @param whole whether a deleted event is to be told, not left out
   */
  RocksdbEvents(RocksdbViews views, RocksdbStream stream, long from, long to, boolean whole) {
    this.views = views;
    this.key = stream.head().stream();
    this.number = stream.number();
    this.next = from;
    this.to = to;
    this.whole = whole;
  }

  @Override
  public List<StoredEvent> after(@Nullable StoredEvent last) {
    if (next > to) {
      return List.of();
    }
    return views.naming(key, () -> views.read(view -> {
      skipDeleted(RocksdbStream.deletedThrough(view, key));
      return page(view);
    }));
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

  /**
   * Reads on in a view in which nothing of the range is deleted. Keys ascend and none comes twice. So no event of a
   * page is missing if its last sequence is as far from its first as the page has events.
   */
  List<StoredEvent> page(RocksdbView view) throws RocksDBException {
    List<StoredEvent> page = new ArrayList<>();
    try {
      read(view, page);
      if (page.isEmpty() ? next <= to : !view.isAt(RocksdbKey.event(number, next + page.size() - 1))) {
        throw new BackendException.Corrupt("Stream " + key + " is not whole after event " + (next - 1) + ".", key);
      }
    } catch (BackendException.Corrupt e) {
      requireAll(view, next, Math.min(to, next + page.size()));
      throw e;
    }
    next += page.size();
    return page;
  }

  /** Leaves the view at the last event of the page. */
  private void read(RocksdbView view, List<StoredEvent> page) throws RocksDBException {
    long sequence = next;
    long bytes = 0;
    boolean there = sequence <= to && view.seek(RocksdbKey.event(number, sequence));
    while (there) {
      StoredEvent event = event(key, sequence, view.reading());
      page.add(event);
      bytes += event.record().length;
      there = sequence++ < to && page.size() < PAGE_ROWS && bytes < PAGE_BYTES && view.next();
    }
  }

  private void requireAll(RocksdbView view, long from, long through) throws RocksDBException {
    for (long sequence = from; sequence <= through; sequence++) {
      if (view.get(RocksdbKey.event(number, sequence)) == null) {
        throw new BackendException.Corrupt("Event " + sequence + " of stream " + key + " is missing.", key);
      }
    }
  }

  static StoredEvent event(StreamKey key, long sequence, RocksdbBytes value) {
    return new StoredEvent(key, sequence, value.position(), value.rest());
  }
}
