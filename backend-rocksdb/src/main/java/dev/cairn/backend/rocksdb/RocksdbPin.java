package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.RocksDBException;

/**
 * One view that stays: an iterator shows the database as it was when it was made, and RocksDB keeps the files for it.
 * Lives inside the guard of {@link RocksdbDatabase}. One thread at a time reads.
 */
final class RocksdbPin {
  private final RocksdbView view;
  private final Lock lock = new ReentrantLock();
  private boolean closed;

  RocksdbPin(RocksdbView view) {
    this.view = view;
  }

  <T> T read(RocksdbDatabase.Reading<T> reading) throws RocksDBException {
    lock.lock();
    try {
      if (closed) {
        throw new BackendException.Closed("This view of one moment was closed.");
      }
      return reading.from(view);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the reading under way. A second call does nothing. */
  void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        view.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
