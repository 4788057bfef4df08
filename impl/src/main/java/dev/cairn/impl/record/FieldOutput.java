package dev.cairn.impl.record;

import com.esotericsoftware.kryo.kryo5.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.kryo5.io.Output;

/**
 * Kryo's output, with the parts of fields. The length of a block is written when the block ends: one byte is kept free
 * for it, and the content moves up if the length needs more.
 *
 * <pre>
 * begin()          end(start)
 * [?]              [length][ content ... ]
 *    ^ start               ^ start, or a little later
 * </pre>
 */
public final class FieldOutput extends Output {
  private final int maxBytes;

  /** Makes an output that refuses to grow beyond {@code maxBytes}. */
  public FieldOutput(int maxBytes) {
    super(Math.min(256, maxBytes), maxBytes);
    this.maxBytes = maxBytes;
  }

  /** Writes the key of a field. */
  public void key(int tag, int wire) {
    writeVarInt(tag << 2 | wire, true);
  }

  /** Writes a varint; negative numbers take nine bytes. */
  public void varint(long value) {
    writeVarLong(value, true);
  }

  /** Writes a signed varint. */
  public void signed(long value) {
    writeVarLong(value, false);
  }

  /** Begins a block and returns where its content starts. */
  public int begin() {
    require(1);
    return ++position;
  }

  /** Ends the block whose content starts at {@code start}. */
  public void end(int start) {
    int length = position - start;
    int more = varintBytes(length) - 1;
    if (more > 0) {
      require(more);
      System.arraycopy(buffer, start, buffer, start + more, length);
    }
    position = start - 1;
    writeVarInt(length, true);
    position += length;
  }

  /** Writes UTF-8 without a length. Refuses an unpaired surrogate. */
  public void text(String text) {
    int length = text.length();
    require(length);
    byte[] bytes = buffer;
    int at = position;
    int i = 0;
    for (; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        break;
      }
      bytes[at++] = (byte) c;
    }
    position = at;
    if (i < length) {
      beyondAscii(text, i);
    }
  }

  /** Discards everything that was written. */
  public void clear() {
    position = 0;
  }

  @Override
  protected boolean require(int required) {
    try {
      return super.require(required);
    } catch (KryoBufferOverflowException e) {
      throw new UnstorableValue("its record is larger than " + maxBytes + " bytes", e);
    }
  }

  private void beyondAscii(String text, int from) {
    int i = from;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        throw new UnstorableValue("it holds a text with half of a surrogate pair");
      }
      codePoint(point);
      i += Character.charCount(point);
    }
  }

  private void codePoint(int point) {
    require(4);
    if (point < 0x80) {
      buffer[position++] = (byte) point;
    } else if (point < 0x800) {
      buffer[position++] = (byte) (0xC0 | point >> 6);
      tail(point);
    } else if (point < 0x10000) {
      buffer[position++] = (byte) (0xE0 | point >> 12);
      tail(point >> 6);
      tail(point);
    } else {
      buffer[position++] = (byte) (0xF0 | point >> 18);
      tail(point >> 12);
      tail(point >> 6);
      tail(point);
    }
  }

  private void tail(int point) {
    buffer[position++] = (byte) (0x80 | point & 0x3F);
  }

  private static int varintBytes(int value) {
    int bytes = 1;
    for (int rest = value >>> 7; rest != 0; rest >>>= 7) {
      bytes++;
    }
    return bytes;
  }
}
