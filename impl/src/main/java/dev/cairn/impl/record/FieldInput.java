package dev.cairn.impl.record;

import com.esotericsoftware.kryo.kryo5.io.Input;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Kryo's input over an array. It checks every declared size against the remaining bytes before it allocates anything.
 * Inside a block, the remaining bytes are those of the block.
 */
public final class FieldInput extends Input {

  /** Reads this part of the array and nothing else. */
  public FieldInput(byte[] bytes, int offset, int length) {
    super(bytes, offset, length);
  }

  /** Returns how many bytes are left. */
  public int remaining() {
    return limit - position;
  }

  /** Reads a field's key; its tag is at least 1. */
  public int key() {
    int key = atMost(Integer.MAX_VALUE, "a key");
    if (Wire.tag(key) == 0) {
      throw new UnreadableRecord("a field has the tag 0");
    }
    return key;
  }

  /** Reads the key of a field that must come next; {@code what} needs it. */
  public void require(int tag, int wire, String what) {
    if (key() != (tag << 2 | wire)) {
      throw new UnreadableRecord(what + " needs its field " + tag);
    }
  }

  /** Refuses bytes that are left over. */
  public void requireEnd() {
    if (remaining() > 0) {
      throw new UnreadableRecord("bytes are left over");
    }
  }

  /** Reads a varint. */
  public long varint() {
    return readVarLong(true);
  }

  /** Reads a signed varint. */
  public long signed() {
    return readVarLong(false);
  }

  /** Reads a number from 0 to the highest. */
  public int atMost(int highest, String what) {
    long value = varint();
    if (value < 0 || value > highest) {
      throw new UnreadableRecord("it declares " + what + " that is out of range");
    }
    return (int) value;
  }

  /** Reads the number of elements that follow, each of at least that many bytes. */
  public int count(int leastBytes) {
    return requireCount(varint(), leastBytes);
  }

  /** Enters a block and returns what {@link #leave} needs. */
  public int enter() {
    int outer = limit;
    int length = count(1);
    limit = position + length;
    return outer;
  }

  /** Leaves a block, which must have been read to its end. */
  public void leave(int outer) {
    if (position != limit) {
      throw new UnreadableRecord("bytes are left over");
    }
    limit = outer;
  }

  /** Reads the rest of the block as bytes. */
  public byte[] rest() {
    return readBytes(remaining());
  }

  /** Reads the rest of the block as well-formed UTF-8. */
  public String text() {
    int start = position;
    int length = remaining();
    position = limit;
    for (int i = start; i < limit; i++) {
      if (buffer[i] < 0) {
        return beyondAscii(start, length);
      }
    }
    return new String(buffer, start, length, StandardCharsets.ISO_8859_1);
  }

  @Override
  public byte[] readBytes(int length) {
    return super.readBytes(requireCount(length, 1));
  }

  @Override
  public boolean[] readBooleans(int length) {
    return super.readBooleans(requireCount(length, 1));
  }

  @Override
  public short[] readShorts(int length) {
    return super.readShorts(requireCount(length, Short.BYTES));
  }

  @Override
  public char[] readChars(int length) {
    return super.readChars(requireCount(length, Character.BYTES));
  }

  @Override
  public int[] readInts(int length) {
    return super.readInts(requireCount(length, Integer.BYTES));
  }

  @Override
  public int[] readInts(int length, boolean optimizePositive) {
    return super.readInts(requireCount(length, 1), optimizePositive);
  }

  @Override
  public long[] readLongs(int length) {
    return super.readLongs(requireCount(length, Long.BYTES));
  }

  @Override
  public long[] readLongs(int length, boolean optimizePositive) {
    return super.readLongs(requireCount(length, 1), optimizePositive);
  }

  @Override
  public float[] readFloats(int length) {
    return super.readFloats(requireCount(length, Float.BYTES));
  }

  @Override
  public double[] readDoubles(int length) {
    return super.readDoubles(requireCount(length, Double.BYTES));
  }

  @Override
  public String readString() {
    checkString();
    return super.readString();
  }

  @Override
  public StringBuilder readStringBuilder() {
    checkString();
    return super.readStringBuilder();
  }

  @Override
  protected int require(int required) {
    if (required > remaining()) {
      throw new UnreadableRecord("it ends too early");
    }
    return remaining();
  }

  @Override
  protected int optional(int optional) {
    return remaining() == 0 ? -1 : Math.min(optional, remaining());
  }

  private int requireCount(long count, int leastBytes) {
    if (count < 0 || count > remaining() / leastBytes) {
      throw new UnreadableRecord("it declares more than there is");
    }
    return (int) count;
  }

  /** A string of Kryo that is not plain ASCII declares its length plus one. */
  private void checkString() {
    int start = position;
    if (readVarIntFlag()) {
      int length = readVarIntFlag(true);
      if (length != 0) {
        requireCount(length - 1L, 1);
      }
    }
    position = start;
  }

  private String beyondAscii(int start, int length) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(buffer, start, length)).toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableRecord("a text is not well-formed UTF-8", e);
    }
  }
}
