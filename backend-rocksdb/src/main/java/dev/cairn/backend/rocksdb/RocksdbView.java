package dev.cairn.backend.rocksdb;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** The whole database as of one moment. Lives inside the guard of {@link RocksdbDatabase} and never leaves it. */
final class RocksdbView implements AutoCloseable {
  private static final int ROOM_BYTES = 1024;

  private final RocksIterator iterator;
  private byte[] room = new byte[ROOM_BYTES];

  RocksdbView(RocksIterator iterator) {
    this.iterator = iterator;
  }

  /** Goes to the first key at or after the given one; tells whether there is one. */
  boolean seek(byte[] key) throws RocksDBException {
    iterator.seek(key);
    return isThere();
  }

  /** Goes to the last key at or before the given one; tells whether there is one. */
  boolean seekBack(byte[] key) throws RocksDBException {
    iterator.seekForPrev(key);
    return isThere();
  }

  /** Goes to the next key; tells whether there is one. */
  boolean next() throws RocksDBException {
    iterator.next();
    return isThere();
  }

  /** A failed iterator looks like an ended one until its status is asked for. */
  private boolean isThere() throws RocksDBException {
    if (iterator.isValid()) {
      return true;
    }
    iterator.status();
    return false;
  }

  byte[] key() {
    return iterator.key();
  }

  byte[] value() {
    return iterator.value();
  }

  /** Reads the value of the current key. It is valid until the next call; whoever keeps it copies it. */
  RocksdbBytes reading() {
    int length = iterator.value(room);
    if (length > room.length) {
      room = new byte[2 * length];
      iterator.value(room);
    }
    return RocksdbBytes.reading(room, length);
  }

  /** Reads the first number of the value of the current key, and not the rest. */
  long firstNumber() {
    byte[] beginning = new byte[RocksdbBytes.LONGEST_NUMBER];
    int length = iterator.value(beginning);
    return RocksdbBytes.reading(beginning, Math.min(length, beginning.length)).number();
  }

  /** Tells whether it stands at exactly that key. */
  boolean isAt(byte[] key) {
    return iterator.isValid() && Arrays.equals(iterator.key(), key);
  }

  /** Goes to that key; tells whether it is there. */
  boolean has(byte[] key) throws RocksDBException {
    return seek(key) && isAt(key);
  }

  byte @Nullable [] get(byte[] key) throws RocksDBException {
    return has(key) ? value() : null;
  }

  @Override
  public void close() {
    iterator.close();
  }
}
