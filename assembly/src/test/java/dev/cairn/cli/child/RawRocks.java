package dev.cairn.cli.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Raw puts into the RocksDB of a store, past the backend, by what docs/format.md says of its keys. Takes the folder and
 * then any number of these:
 *
 * <pre>
 *   copy FOLDER PLACE PLACE   the record of an event there goes to a place here
 *   flip PLACE BIT            one bit of a record is another one
 * </pre>
 *
 * A place is STORE/TYPE/ID SEQUENCE, two arguments.
 */
public final class RawRocks implements AutoCloseable {
  private final List<ColumnFamilyHandle> families = new ArrayList<>();
  private final RocksDB database;

  private RawRocks(String folder) throws RocksDBException {
    this.database = RocksDB.open(new DBOptions(), folder + "/cairn.rocksdb",
        List.of(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY),
            new ColumnFamilyDescriptor("cairn-1".getBytes(UTF_8))),
        families);
  }

  /** Does what the arguments say, one after the other. */
  public static void main(String[] args) throws RocksDBException {
    try (var here = new RawRocks(args[0])) {
      for (int i = 1; i < args.length;) {
        if (args[i].equals("copy")) {
          byte[] record;
          if (args[i + 1].equals(args[0])) {
            record = here.record(args[i + 2], args[i + 3]);
          } else {
            try (var there = new RawRocks(args[i + 1])) {
              record = there.record(args[i + 2], args[i + 3]);
            }
          }
          here.put(args[i + 4], args[i + 5], record);
          i += 6;
        } else {
          byte[] record = here.record(args[i + 1], args[i + 2]);
          int bit = Integer.parseInt(args[i + 3]) % (record.length * 8);
          record[bit / 8] ^= (byte) (1 << bit % 8);
          here.put(args[i + 1], args[i + 2], record);
          i += 4;
        }
      }
    }
  }

  private byte[] record(String stream, String sequence) throws RocksDBException {
    byte[] value = database.get(families.get(1), key(stream, sequence));
    return Arrays.copyOfRange(value, positionLength(value), value.length);
  }

  private void put(String stream, String sequence, byte[] record) throws RocksDBException {
    byte[] key = key(stream, sequence);
    byte[] before = database.get(families.get(1), key);
    byte[] value = Arrays.copyOf(before, positionLength(before) + record.length);
    System.arraycopy(record, 0, value, positionLength(before), record.length);
    database.put(families.get(1), key, value);
  }

  /** 'e', the number of the stream, the sequence as a number. */
  private byte[] key(String stream, String sequence) {
    byte[] name = stream.replaceFirst("/", "\0").replaceFirst("/", "\0").getBytes(UTF_8);
    try (RocksIterator all = database.newIterator(families.get(1))) {
      for (all.seek(new byte[] { 'n' }); all.isValid() && all.key()[0] == 'n'; all.next()) {
        if (Arrays.equals(all.value(), name)) {
          byte[] number = Arrays.copyOfRange(all.key(), 1, all.key().length);
          byte[] last = { 1, (byte) Integer.parseInt(sequence) };
          byte[] key = Arrays.copyOf(new byte[] { 'e' }, 1 + number.length + last.length);
          System.arraycopy(number, 0, key, 1, number.length);
          System.arraycopy(last, 0, key, 1 + number.length, last.length);
          return key;
        }
      }
    }
    throw new IllegalArgumentException("no stream " + stream);
  }

  /** A position is two numbers, each with its length before it. */
  private static int positionLength(byte[] value) {
    int first = 1 + value[0];
    return first + 1 + value[first];
  }

  @Override
  public void close() {
    families.forEach(ColumnFamilyHandle::close);
    database.close();
  }
}
