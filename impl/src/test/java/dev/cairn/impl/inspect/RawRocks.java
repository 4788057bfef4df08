package dev.cairn.impl.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** By raw puts, to the keys that docs/format.md draws. */
final class RawRocks implements RawStore {
  private final List<ColumnFamilyHandle> families = new ArrayList<>();
  private final RocksDB database;

  RawRocks(Path data) {
    this.database = tried(() -> RocksDB.open(new DBOptions(), data.resolve("cairn.rocksdb").toString(),
        List.of(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY),
            new ColumnFamilyDescriptor("cairn-3".getBytes(UTF_8))),
        families));
  }

  private interface Native<T> {
    T call() throws RocksDBException;
  }

  private static <T> T tried(Native<T> work) {
    try {
      return work.call();
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  private ColumnFamilyHandle family() {
    return families.get(1);
  }

  private byte[] get(byte[] key) {
    return Objects.requireNonNull(tried(() -> database.get(family(), key)), () -> "no key " + Arrays.toString(key));
  }

  private void put(byte[] key, byte[] value) {
    tried(() -> {
      database.put(family(), key, value);
      return key;
    });
  }

  private byte[] key(char kind, String store, String actor, long sequence) {
    return joined(new byte[] { (byte) kind }, stream(store, actor), number(sequence));
  }

  /** The number of a stream is where its name is. */
  private byte[] stream(String store, String actor) {
    byte[] name = (store + "\0ledger\0" + actor).getBytes(UTF_8);
    try (RocksIterator all = database.newIterator(family())) {
      for (all.seek(new byte[] { 'n' }); all.isValid() && all.key()[0] == 'n'; all.next()) {
        if (Arrays.equals(all.value(), name)) {
          return Arrays.copyOfRange(all.key(), 1, all.key().length);
        }
      }
    }
    throw new IllegalArgumentException("no stream of " + actor);
  }

  /** Its length, and then its bytes without leading zeros. */
  private static byte[] number(long value) {
    int length = Math.max(1, (71 - Long.numberOfLeadingZeros(value)) / 8);
    byte[] number = new byte[1 + length];
    number[0] = (byte) length;
    for (int i = 0; i < length; i++) {
      number[length - i] = (byte) (value >> 8 * i);
    }
    return number;
  }

  private static int afterNumbers(byte[] value, int numbers) {
    int at = 0;
    for (int i = 0; i < numbers; i++) {
      at += 1 + value[at];
    }
    return at;
  }

  private static byte[] joined(byte[]... parts) {
    byte[] all = new byte[0];
    for (byte[] part : parts) {
      int before = all.length;
      all = Arrays.copyOf(all, before + part.length);
      System.arraycopy(part, 0, all, before, part.length);
    }
    return all;
  }

  @Override
  public byte[] event(String store, String actor, long sequence) {
    byte[] value = get(key('e', store, actor, sequence));
    return Arrays.copyOfRange(value, afterNumbers(value, 2), value.length);
  }

  /** The position before the record stays. */
  @Override
  public void putEvent(String store, String actor, long sequence, byte[] record) {
    byte[] key = key('e', store, actor, sequence);
    byte[] before = get(key);
    put(key, joined(Arrays.copyOf(before, afterNumbers(before, 2)), record));
  }

  @Override
  public byte[] snapshot(String actor, long sequence) {
    return get(key('p', "main", actor, sequence));
  }

  @Override
  public void putSnapshot(String actor, long sequence, byte[] record) {
    byte[] key = key('p', "main", actor, sequence);
    get(key);
    put(key, record);
  }

  /** Their sequences follow four numbers in the value of a stream. */
  @Override
  public void dropSnapshots() {
    try (RocksIterator all = database.newIterator(family())) {
      for (all.seek(new byte[] { 's' }); all.isValid() && all.key()[0] == 's'; all.next()) {
        put(all.key(), Arrays.copyOf(all.value(), afterNumbers(all.value(), 4)));
      }
    }
    tried(() -> {
      database.deleteRange(family(), new byte[] { 'p' }, new byte[] { 'q' });
      return family();
    });
  }

  private void delete(byte[] key) {
    get(key);
    tried(() -> {
      database.delete(family(), key);
      return key;
    });
  }

  /** Takes away what says that there is an actor. */
  void deleteEntry(String store, String actor) {
    delete(joined(new byte[] { 's' }, (store + "\0ledger\0" + actor).getBytes(UTF_8)));
  }

  /** Takes away by which the log finds an actor. */
  void deleteName(String store, String actor) {
    delete(joined(new byte[] { 'n' }, stream(store, actor)));
  }

  /** Takes all rows of a kind away. */
  void deleteAll(char kind) {
    tried(() -> {
      database.deleteRange(family(), new byte[] { (byte) kind }, new byte[] { (byte) (kind + 1) });
      return family();
    });
  }

  private List<byte[]> newestPlaces() {
    try (RocksIterator all = database.newIterator(family())) {
      all.seekForPrev(new byte[] { 'l' + 1 });
      byte[] newest = all.key();
      all.prev();
      return List.of(newest, all.value());
    }
  }

  /** Takes the newest event out of the log. */
  void deleteNewestPlaces() {
    delete(newestPlaces().getFirst());
  }

  /** Lets the log show an older event once more, and not the newest one. */
  void repeatNewestPlaces() {
    List<byte[]> places = newestPlaces();
    put(places.getFirst(), places.getLast());
  }

  @Override
  public void together(Runnable changes) {
    changes.run();
  }

  @Override
  public void close() {
    families.forEach(ColumnFamilyHandle::close);
    database.close();
  }
}
