package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.StreamKey;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Lends a view to each reading: always one of now, or always the same one of an earlier moment. Any thread may call.
 */
final class RocksdbViews {
  private final RocksdbDatabase database;
  private final @Nullable RocksdbPin pin;
  private volatile boolean closed;

  private RocksdbViews(RocksdbDatabase database, @Nullable RocksdbPin pin) {
    this.database = database;
    this.pin = pin;
  }

  static RocksdbViews fresh(RocksdbDatabase database) {
    return new RocksdbViews(database, null);
  }

  /** Makes views of this moment. They end when they are closed or the database is. */
  RocksdbViews ofOneMoment() {
    requireOpen();
    if (pin != null) {
      throw new BackendException.Misconfigured("This shows one moment already.");
    }
    return new RocksdbViews(database, database.pin());
  }

  boolean areOfOneMoment() {
    return pin != null;
  }

  <T> T read(RocksdbDatabase.Reading<T> reading) {
    return pin == null ? database.read(reading) : database.read(pin, reading);
  }

  interface OfStream<T> {
    T read() throws RocksDBException;
  }

  /** Reads something of one stream. An error of RocksDB then names the stream and not only a file. */
  <T> T naming(StreamKey stream, OfStream<T> reading) {
    try {
      return reading.read();
    } catch (RocksDBException e) {
      throw named(stream, database.told(e));
    } catch (BackendException.Corrupt e) {
      throw named(stream, e);
    }
  }

  private static BackendException named(StreamKey stream, BackendException failure) {
    if (!(failure instanceof BackendException.Corrupt corrupt) || corrupt.stream().isPresent()
        || corrupt.getMessage().contains(stream.toString())) {
      return failure;
    }
    BackendException named =
        new BackendException.Corrupt("Stream " + stream + " cannot be read: " + corrupt.getMessage(), stream);
    named.addSuppressed(failure);
    return named;
  }

  void requireOpen() {
    database.requireOpen();
    if (closed) {
      throw new BackendException.Closed("This view of one moment was closed.");
    }
  }

  void close() {
    closed = true;
    if (pin != null) {
      database.release(pin);
    }
  }
}
