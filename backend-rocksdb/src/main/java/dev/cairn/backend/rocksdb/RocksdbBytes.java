package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Position;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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

  private final byte[] bytes;
  private final int end;
  private int at;

  private RocksdbBytes(byte[] bytes, int end) {
    this.bytes = bytes;
    this.end = end;
  }

  /** Starts to write. */
  static RocksdbBytes sized(int size) {
    return new RocksdbBytes(new byte[size], size);
  }

  /** Starts to read. */
  static RocksdbBytes reading(byte[] bytes) {
    return new RocksdbBytes(bytes, bytes.length);
  }

  /** Starts to read the beginning of an array. */
  static RocksdbBytes reading(byte[] bytes, int length) {
    return new RocksdbBytes(bytes, length);
  }

  RocksdbBytes one(int value) {
    bytes[at++] = (byte) value;
    return this;
  }

  RocksdbBytes number(long number) {
    int length = length(number);
    bytes[at++] = (byte) length;
    for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
      bytes[at++] = (byte) (number >>> shift);
    }
    return this;
  }

  RocksdbBytes position(Position position) {
    return number(position.generation()).number(position.offset());
  }

  RocksdbBytes all(byte[] more) {
    System.arraycopy(more, 0, bytes, at, more.length);
    at += more.length;
    return this;
  }

  /** Returns what was written, which fills the size exactly. */
  byte[] done() {
    if (at != end) {
      throw new IllegalStateException(end - at + " bytes too many were asked for.");
    }
    return bytes;
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

  RocksdbBytes skip(int count) {
    requireMore(count);
    at += count;
    return this;
  }

  long number() {
    requireMore(1);
    int length = bytes[at++];
    if (length < 1 || length > Long.BYTES) {
      throw new BackendException.Corrupt("A number in RocksDB has " + length + " bytes.");
    }
    requireMore(length);
    long number = 0;
    for (int next = at + length; at < next; at++) {
      number = number << 8 | bytes[at] & 0xff;
    }
    return number;
  }

  Position position() {
    try {
      return new Position(number(), number());
    } catch (IllegalArgumentException e) {
      throw new BackendException.Corrupt("A position in RocksDB cannot be.", e);
    }
  }

  boolean hasMore() {
    return at < end;
  }

  /** Reads ASCII up to a zero byte, which is left out. */
  String text() {
    int from = at;
    do {
      requireMore(1);
    } while (bytes[at++] != 0);
    return new String(bytes, from, at - from - 1, StandardCharsets.US_ASCII);
  }

  byte[] rest() {
    byte[] rest = Arrays.copyOfRange(bytes, at, end);
    at = end;
    return rest;
  }

  private void requireMore(int count) {
    if (count > end - at) {
      throw new BackendException.Corrupt("A key or a value in RocksDB ends too early.");
    }
  }
}
