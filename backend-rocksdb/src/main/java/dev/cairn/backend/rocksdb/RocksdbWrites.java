package dev.cairn.backend.rocksdb;

import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** The puts and deletions of one write. Lives inside the guard of {@link RocksdbDatabase} and never leaves it. */
record RocksdbWrites(WriteBatch batch, ColumnFamilyHandle family) {

  void put(byte[] key, byte[] value) throws RocksDBException {
    batch.put(family, key, value);
  }

  void delete(byte[] key) throws RocksDBException {
    batch.delete(family, key);
  }

  /** Deletes all keys from the first to before the last; costs as much as one key. */
  void delete(byte[] from, byte[] before) throws RocksDBException {
    batch.deleteRange(family, from, before);
  }
}
