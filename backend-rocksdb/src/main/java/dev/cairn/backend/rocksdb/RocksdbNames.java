package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.StreamKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * The numbers of streams. A name stands under its number, for the log. The number stands under a hash of the name, so
 * that a stream that has lost its entry is not taken for a new one. Stores of an earlier version get that second row
 * when they are opened to write. Where two names have the same hash, one of them has no second row.
 */
final class RocksdbNames {
  private static final long NUMBERS_A_BATCH = 10_000;

  private RocksdbNames() {}

  static void put(RocksdbWrites writes, long number, StreamKey key) throws RocksDBException {
    byte[] parts = RocksdbKey.parts(key);
    writes.put(RocksdbKey.name(number), parts);
    writes.put(RocksdbKey.hash(parts), value(number));
  }

  private static byte[] value(long number) {
    return RocksdbBytes.sized(RocksdbBytes.sizeOf(number)).number(number).done();
  }

  /** The highest number that was given, 0 for none. */
  static long highest(RocksdbView view) throws RocksDBException {
    return view.seekBack(RocksdbKey.name(Long.MAX_VALUE)) && RocksdbKey.begins(view.key(), RocksdbKey.NAMES)
        ? RocksdbBytes.reading(view.key()).skip(RocksdbKey.NAMES.length).number()
        : 0;
  }

  /** The name that stands under a number, as the parts of a key. */
  static byte @Nullable [] parts(RocksdbView view, long number) throws RocksDBException {
    return view.get(RocksdbKey.name(number));
  }

  /** Refuses to take a stream that has lost its entry for a new one. */
  static void requireFresh(RocksdbView view, StreamKey key) throws RocksDBException {
    byte[] parts = RocksdbKey.parts(key);
    byte[] number = view.get(RocksdbKey.hash(parts));
    if (number != null && Arrays.equals(parts, parts(view, RocksdbBytes.reading(number).number()))) {
      throw lost(key);
    }
  }

  static BackendException.Corrupt lost(StreamKey key) {
    return new BackendException.Corrupt("The entry of stream " + key + " is missing, though the stream was there.",
        key);
  }

  /** Adds the rows that an earlier version has not written. A kill interrupts it; the next session goes on. */
  static void complete(RocksdbDatabase database) {
    long highest = database.read(RocksdbNames::highest);
    long first = database.read(view -> firstWithout(view, highest));
    for (long next = first; next <= highest; next += NUMBERS_A_BATCH) {
      long from = next;
      Map<Long, byte[]> names = database.read(view -> names(view, from, Math.min(highest, from + NUMBERS_A_BATCH - 1)));
      database.write(writes -> {
        for (Map.Entry<Long, byte[]> name : names.entrySet()) {
          writes.put(RocksdbKey.hash(name.getValue()), value(name.getKey()));
        }
      });
    }
  }

  /** Returns the first number without a second row; all numbers above it have none either. */
  private static long firstWithout(RocksdbView view, long highest) throws RocksDBException {
    long first = highest + 1;
    for (long number = highest; number > 0; number--) {
      byte[] parts = parts(view, number);
      if (parts != null && view.get(RocksdbKey.hash(parts)) != null) {
        return first;
      }
      first = number;
    }
    return first;
  }

  private static Map<Long, byte[]> names(RocksdbView view, long first, long last) throws RocksDBException {
    Map<Long, byte[]> names = new LinkedHashMap<>();
    for (long number = first; number <= last; number++) {
      byte[] parts = parts(view, number);
      if (parts != null) {
        names.put(number, parts);
      }
    }
    return names;
  }
}
