package dev.cairn.impl.record;

/**
 * The four encodings of a field's value, as the field's key names them.
 *
 * <pre>
 * key = tag * 4 + wire
 * 0: varint | 1: 8 bytes | 2: varint length, then that many bytes | 3: 4 bytes
 * </pre>
 */
public final class Wire {
  /** A varint. */
  public static final int VARINT = 0;
  /** Eight bytes. */
  public static final int EIGHT_BYTES = 1;
  /** A length and as many bytes. */
  public static final int BLOCK = 2;
  /** Four bytes. */
  public static final int FOUR_BYTES = 3;

  /** The largest tag whose key is an int. */
  public static final int MAX_TAG = Integer.MAX_VALUE >>> 2;

  private Wire() {}

  /** Returns the tag of a key. */
  public static int tag(int key) {
    return key >>> 2;
  }

  /** Returns the wire of a key. */
  public static int wire(int key) {
    return key & 3;
  }
}
