package dev.cairn.impl.record;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The random id of a store, 16 bytes. Every record of the store is bound to it.
 *
 * @param high the first eight bytes, big-endian
 * @param low the last eight bytes, big-endian
 */
public record StoreId(long high, long low) {

  /** How many bytes an id has. */
  public static final int LENGTH = 16;

  /** Sixteen zeros, for the one record that holds the store's id. */
  public static final StoreId NONE = new StoreId(0, 0);

  /** Returns a new id that no other store has. */
  public static StoreId random() {
    UUID random = UUID.randomUUID();
    return new StoreId(random.getMostSignificantBits(), random.getLeastSignificantBits());
  }

  /** Reads an id of exactly 16 bytes. */
  public static StoreId of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("A store id has " + LENGTH + " bytes, not " + bytes.length + ".");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new StoreId(buffer.getLong(), buffer.getLong());
  }

  /** Returns the 16 bytes. */
  public byte[] bytes() {
    return ByteBuffer.allocate(LENGTH).putLong(high).putLong(low).array();
  }

  /** Returns the 16 bytes in hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
  }
}
