package dev.cairn.bench;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** Events as hand-written keys of RocksDB: stream and sequence, big-endian. */
final class EventKeys implements AutoCloseable {
  private final Options options;
  private final RocksDB database;
  private final WriteOptions how;
  private final WriteBatch batch;
  private final long[] last = new long[Workload.ACTORS];

  EventKeys(Path folder, boolean sync) throws RocksDBException {
    RocksDB.loadLibrary();
    options = new Options().setCreateIfMissing(true);
    database = RocksDB.open(options, folder.resolve("raw").toString());
    how = new WriteOptions().setSync(sync);
    batch = new WriteBatch();
  }

  void put(int stream) throws RocksDBException {
    batch.put(key(stream, ++last[stream]), Workload.payload());
  }

  void commit() throws RocksDBException {
    database.write(how, batch);
    batch.clear();
  }

  /** Reads every event of a stream; returns how many there are. */
  long read(int stream) {
    long events = 0;
    try (RocksIterator iterator = database.newIterator()) {
      for (iterator.seek(key(stream, 0)); iterator.isValid() && stream(iterator.key()) == stream; iterator.next()) {
        events += iterator.value().length > 0 ? 1 : 0;
      }
    }
    return events;
  }

  private static int stream(byte[] key) {
    return ByteBuffer.wrap(key).getInt();
  }

  private static byte[] key(int stream, long sequence) {
    return ByteBuffer.allocate(Integer.BYTES + Long.BYTES).putInt(stream).putLong(sequence).array();
  }

  @Override
  public void close() {
    batch.close();
    how.close();
    database.close();
    options.close();
  }
}
