package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Position;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The pieces of which keys and values are made. A number is its own length and then its bytes, so that keys sort as
 * the numbers do, and none is the beginning of another:
 *
 * <pre>
 *   +-----------------+-------------------------------------+
 *   | length, 1 to 8  | the number, big-endian, no zeros    |     0 is 01 00, 300 is 02 01 2c
 *   +-----------------+-------------------------------------+
 * </pre>
 */
final class RocksdbBytes {
  /** How many bytes a number takes at most. */
  static final int LONGEST_NUMBER = 1 + Long.BYTES;

  private ByteBuffer buffer;

  private RocksdbBytes(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  /** Starts to write. */
  static RocksdbBytes sized(int bytes) {
    return new RocksdbBytes(ByteBuffer.allocate(bytes));
  }

  /** Starts to read. */
  static RocksdbBytes reading(byte[] bytes) {
    return new RocksdbBytes(ByteBuffer.wrap(bytes));
  }

  /** Starts to read the beginning of an array. */
  static RocksdbBytes reading(byte[] bytes, int length) {
    return new RocksdbBytes(ByteBuffer.wrap(bytes, 0, length));
  }

  RocksdbBytes one(int value) {
    buffer.put((byte) value);
    return this;
  }

  RocksdbBytes number(long number) {
    int length = length(number);
    buffer.put((byte) length);
    for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
      buffer.put((byte) (number >>> shift));
    }
    return this;
  }

  RocksdbBytes position(Position position) {
    return number(position.generation()).number(position.offset());
  }

  RocksdbBytes all(byte[] bytes) {
    buffer.put(bytes);
    return this;
  }

  /** Returns what was written, which fills the size exactly. */
  byte[] done() {
    if (buffer.hasRemaining()) {
      throw new IllegalStateException(buffer.remaining() + " bytes too many were asked for.");
    }
    return buffer.array();
  }

  /** Returns how many bytes numbers take. */
  static int sizeOf(long... numbers) {
    int size = numbers.length;
    for (long number : numbers) {
      size += length(number);
    }
    return size;
  }

  private static int length(long number) {
    return Math.max(1, (Long.SIZE + 7 - Long.numberOfLeadingZeros(number)) / 8);
  }

  RocksdbBytes skip(int bytes) {
    try {
      buffer.position(buffer.position() + bytes);
      return this;
    } catch (IllegalArgumentException e) {
      throw cut(e);
    }
  }

  long number() {
    try {
      int length = buffer.get();
      if (length < 1 || length > Long.BYTES) {
        throw new BackendException.Corrupt("A number in RocksDB has " + length + " bytes.");
      }
      long number = 0;
      for (int at = 0; at < length; at++) {
        number = number << 8 | buffer.get() & 0xff;
      }
      return number;
    } catch (BufferUnderflowException e) {
      throw cut(e);
    }
  }

  Position position() {
    try {
      return new Position(number(), number());
    } catch (IllegalArgumentException e) {
      throw new BackendException.Corrupt("A position in RocksDB cannot be.", e);
    }
  }

  boolean hasMore() {
    return buffer.hasRemaining();
  }

  /** Reads ASCII up to a zero byte, which is left out. */
  String text() {
    int from = buffer.position();
    try {
      while (buffer.get() != 0) {
        // looks for the end
      }
    } catch (BufferUnderflowException e) {
      throw cut(e);
    }
    return new String(buffer.array(), from, buffer.position() - from - 1, StandardCharsets.US_ASCII);
  }

  byte[] rest() {
    byte[] rest = new byte[buffer.remaining()];
    buffer.get(rest);
    return rest;
  }

  private static BackendException cut(RuntimeException cause) {
    return new BackendException.Corrupt("A key or a value in RocksDB ends too early.", cause);
  }
}
