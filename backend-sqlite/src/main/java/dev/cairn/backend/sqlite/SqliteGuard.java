package dev.cairn.backend.sqlite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Checksums that stand beside a row and follow from its content, so that a flipped bit shows. They are no seals: a
 * program that writes the file can write them too.
 */
final class SqliteGuard {
  private static final long LOW = 0x7fffffffL;

  private SqliteGuard() {}

  /** Returns the CRC-32C of columns: numbers, texts as the bytes of their UTF-8, and blobs. */
  static long of(Object... columns) {
    int bytes = 0;
    for (Object column : columns) {
      bytes += column instanceof byte[] blob ? 4 + blob.length : 8;
    }
    ByteBuffer content = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (Object column : columns) {
      if (column instanceof byte[] blob) {
        content.putInt(blob.length).put(blob);
      } else {
        content.putLong((Long) column);
      }
    }
    CRC32C crc = new CRC32C();
    crc.update(content.flip());
    return crc.getValue();
  }

  /**
   * Returns what guards the place of an event: above 0, another for every change of one bit, and small enough for the
   * sum of many thousands.
   */
  static long place(long stream, long sequence, long ord) {
    return (stream & LOW) * 257 + (stream >> 31) * 7 + (sequence & LOW) * 521 + (sequence >> 31) * 13
        + (ord & LOW) * 1009 + (ord >> 31) * 17;
  }

  /** The same, as SQL writes it. */
  static String place(String stream, String sequence, String ord) {
    return "((%1$s & 0x7fffffff) * 257 + (%1$s >> 31) * 7 + (%2$s & 0x7fffffff) * 521 + (%2$s >> 31) * 13"
        .formatted(stream, sequence) + " + (%1$s & 0x7fffffff) * 1009 + (%1$s >> 31) * 17)".formatted(ord);
  }
}
