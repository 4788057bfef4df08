package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Position;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.rocksdb.RocksDBException;

/** Compares the keys that lead to records, in both directions. Goes on where something is damaged. */
final class RocksdbCheck {
  private static final List<byte[]> RECORDS = List.of(RocksdbKey.EVENTS, RocksdbKey.CURRENTS, RocksdbKey.SNAPSHOTS);

  private final RocksdbViews views;
  private final Consumer<? super BackendException.Corrupt> found;

  RocksdbCheck(RocksdbViews views, Consumer<? super BackendException.Corrupt> found) {
    this.views = views;
    this.found = found;
  }

  void run() {
    told(() -> views.read(this::generation));
    each(RocksdbKey.NAMES, this::name);
    each(RocksdbKey.STREAMS, this::entry);
    RECORDS.forEach(kind -> told(() -> owners(kind)));
  }

  private interface Row {
    void look(RocksdbView view, byte[] key, byte[] value) throws RocksDBException;
  }

  /** Reports a row that cannot be read; the rows of its kind behind it are not looked at. */
  private void told(Runnable look) {
    try {
      look.run();
    } catch (BackendException.Corrupt e) {
      found.accept(e);
    }
  }

  private boolean generation(RocksdbView view) throws RocksDBException {
    byte[] written = view.get(RocksdbKey.GENERATION);
    long generation = written == null ? 0 : RocksdbBytes.reading(written).number();
    Position newest = RocksdbLog.newest(view);
    if (newest.generation() > generation) {
      throw new BackendException.Corrupt("The newest event is at position " + newest
          + ", and the newest generation that is written down is " + generation + ".");
    }
    return true;
  }

  /** Looks at every row of a kind, page by page. Reports a row that cannot be true, and goes on. */
  private void each(byte[] kind, Row row) {
    told(() -> {
      byte[][] next = { kind };
      for (boolean more = true; more;) {
        more = views.read(view -> page(view, kind, next, row));
      }
    });
  }

  private boolean page(RocksdbView view, byte[] kind, byte[][] next, Row row) throws RocksDBException {
    Map<byte[], byte[]> rows = new LinkedHashMap<>();
    boolean there = view.seek(next[0]) && RocksdbKey.begins(view.key(), kind);
    while (there && rows.size() < RocksdbEvents.PAGE_ROWS) {
      rows.put(view.key(), view.value());
      next[0] = RocksdbKey.behind(view.key());
      there = view.next() && RocksdbKey.begins(view.key(), kind);
    }
    for (Map.Entry<byte[], byte[]> each : rows.entrySet()) {
      try {
        row.look(view, each.getKey(), each.getValue());
      } catch (BackendException.Corrupt e) {
        found.accept(e);
      }
    }
    return there;
  }

  /** A stream that has a name has a readable entry under that number. */
  private void name(RocksdbView view, byte[] key, byte[] parts) throws RocksDBException {
    long number = RocksdbBytes.reading(key).skip(RocksdbKey.NAMES.length).number();
    StreamKey stream = RocksdbKey.streamKey(RocksdbBytes.reading(parts));
    byte[] entry = views.naming(stream, () -> view.get(RocksdbKey.stream(stream)));
    if (entry == null) {
      throw RocksdbNames.lost(stream);
    }
    if (RocksdbBytes.reading(entry).number() != number) {
      throw new BackendException.Corrupt("The entry of stream " + stream + " is that of another one.", stream);
    }
  }

  /** A stream that has an entry has a name, by which the log finds it. */
  private void entry(RocksdbView view, byte[] key, byte[] entry) throws RocksDBException {
    RocksdbBytes parts = RocksdbBytes.reading(key).skip(RocksdbKey.STREAMS.length);
    long number = RocksdbBytes.reading(entry).number();
    byte[] name = RocksdbNames.parts(view, number);
    if (!Arrays.equals(name, Arrays.copyOfRange(key, RocksdbKey.STREAMS.length, key.length))) {
      StreamKey stream = RocksdbKey.streamKey(parts);
      throw new BackendException.Corrupt("The name of stream " + stream + " is missing, by which the log finds it.",
          stream);
    }
  }

  /** Every record belongs to a stream that has a name. */
  private void owners(byte[] kind) {
    List<Long> orphans = new ArrayList<>();
    long[] number = { 0 };
    while (number[0] >= 0) {
      number[0] = views.read(view -> owner(view, kind, number[0], orphans));
    }
    orphans.forEach(orphan -> found.accept(new BackendException.Corrupt(
        "Records are stored under stream number " + orphan + ", which has no name.")));
  }

  /** Looks at the next stream that has records of a kind; returns its number, -1 where there is none. */
  private static long owner(RocksdbView view, byte[] kind, long before, List<Long> orphans) throws RocksDBException {
    if (!view.seek(RocksdbKey.numbered(kind, before + 1)) || !RocksdbKey.begins(view.key(), kind)) {
      return -1;
    }
    long number = RocksdbBytes.reading(view.key()).skip(kind.length).number();
    if (RocksdbNames.parts(view, number) == null && orphans.size() < RocksdbEvents.PAGE_ROWS) {
      orphans.add(number);
    }
    return number;
  }
}
