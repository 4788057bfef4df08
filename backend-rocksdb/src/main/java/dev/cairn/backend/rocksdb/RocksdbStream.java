package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * A stream as it stands. An append does not write the entry of its stream, so {@code last} of the entry is a lower
 * bound; the newest event is the end. Nor does a snapshot that replaces all others: a snapshot under the current key
 * that the entry does not list is newer than the entry, and the only one.
 *
 * @param number by which its events and snapshots are kept, 0 for a stream that has none yet
 * @param current the sequence of the snapshot that is under the current key, 0 for none
 */
record RocksdbStream(long number, StreamHead head, long current) {

  static RocksdbStream find(RocksdbView view, StreamKey key) throws RocksDBException {
    RocksdbStream stream = findEnd(view, key);
    stream.requireFirst(view);
    return stream;
  }

  static RocksdbStream read(RocksdbView view, StreamKey key, byte[] entry) throws RocksDBException {
    RocksdbStream stream = readEnd(view, key, entry);
    stream.requireFirst(view);
    return stream;
  }

  /** Finds a stream and does not look whether its first event is there. Leaves the view at the current snapshot. */
  static RocksdbStream findEnd(RocksdbView view, StreamKey key) throws RocksDBException {
    byte[] entry = view.get(RocksdbKey.stream(key));
    if (entry == null) {
      RocksdbNames.requireFresh(view, key);
      return new RocksdbStream(0, StreamHead.empty(key), 0);
    }
    return readEnd(view, key, entry);
  }

  private static RocksdbStream readEnd(RocksdbView view, StreamKey key, byte[] entry) throws RocksDBException {
    RocksdbBytes value = RocksdbBytes.reading(entry);
    long number = value.number();
    long written = value.number();
    long deletedThrough = value.number();
    long purgedThrough = value.number();
    List<Long> snapshots = new ArrayList<>();
    while (value.hasMore()) {
      snapshots.add(value.number());
    }
    long last = Math.max(deletedThrough, newestEvent(view, number));
    long current = current(view, number);
    long least = Math.max(written, current);
    if (last < least) {
      throw new BackendException.Corrupt(
          "Stream " + key + " ends with event " + last + " where event " + least + " was stored.", key);
    }
    List<Long> kept = current == 0 || snapshots.contains(current) ? snapshots : List.of(current);
    return new RocksdbStream(number, new StreamHead(key, last, deletedThrough, purgedThrough, kept), current);
  }

  private void requireFirst(RocksdbView view) throws RocksDBException {
    long first = head.deletedThrough() + 1;
    if (head.last() >= first && !view.has(RocksdbKey.event(number, first))) {
      throw new BackendException.Corrupt("Event " + first + " of stream " + head.stream() + " is missing.",
          head.stream());
    }
  }

  /** The last deleted event of a stream that was written, read from its entry alone. */
  static long deletedThrough(RocksdbView view, StreamKey key) throws RocksDBException {
    byte[] entry = view.get(RocksdbKey.stream(key));
    if (entry == null) {
      throw RocksdbNames.lost(key);
    }
    RocksdbBytes value = RocksdbBytes.reading(entry);
    value.number();
    value.number();
    return value.number();
  }

  private static long current(RocksdbView view, long number) throws RocksDBException {
    byte[] key = RocksdbKey.current(number);
    return view.has(key) ? view.firstNumber() : 0;
  }

  private static long newestEvent(RocksdbView view, long number) throws RocksDBException {
    byte[] prefix = RocksdbKey.events(number);
    if (!view.seekBack(RocksdbKey.event(number, Long.MAX_VALUE)) || !RocksdbKey.begins(view.key(), prefix)) {
      return 0;
    }
    return RocksdbBytes.reading(view.key()).skip(prefix.length).number();
  }

  /** The record of a snapshot of this stream, or null if it is not there. The view is where the stream was found. */
  byte @Nullable [] record(RocksdbView view, long sequence) throws RocksDBException {
    return sequence == current
        ? view.reading().skip(RocksdbBytes.sizeOf(sequence)).rest()
        : view.get(RocksdbKey.snapshot(number, sequence));
  }

  /** The value of its entry. */
  byte[] entry() {
    int size = RocksdbBytes.sizeOf(number, head.last(), head.deletedThrough(), head.purgedThrough());
    for (long snapshot : head.snapshots()) {
      size += RocksdbBytes.sizeOf(snapshot);
    }
    RocksdbBytes value = RocksdbBytes.sized(size).number(number).number(head.last()).number(head.deletedThrough())
        .number(head.purgedThrough());
    head.snapshots().forEach(value::number);
    return value.done();
  }
}
