package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;

/** The eight primitive types. */
final class NumberForm extends Form {
  private final Scalar kind;

  NumberForm(Scalar kind) {
    super(kind.wire());
    this.kind = kind;
  }

  @Override
  void encode(Kryo kryo, FieldOutput out, Object value) {
    switch (kind) {
      case BOOLEAN -> out.varint((Boolean) value ? 1 : 0);
      case CHAR -> out.varint((Character) value);
      case BYTE, SHORT, INT, LONG -> out.signed(((Number) kind.type().cast(value)).longValue());
      case DOUBLE -> out.writeDouble((Double) value);
      case FLOAT -> out.writeFloat((Float) value);
      default -> throw new IllegalStateException(kind.text());
    }
  }

  @Override
  Object decode(Kryo kryo, FieldInput in) {
    return switch (kind) {
      case BOOLEAN -> in.atMost(1, "a boolean") == 1;
      case CHAR -> (char) in.atMost(Character.MAX_VALUE, "a char");
      case BYTE -> (byte) readSigned(in, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SHORT -> (short) readSigned(in, Short.MIN_VALUE, Short.MAX_VALUE);
      case INT -> (int) readSigned(in, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> in.signed();
      case DOUBLE -> in.readDouble();
      case FLOAT -> in.readFloat();
      default -> throw new IllegalStateException(kind.text());
    };
  }

  private static long readSigned(FieldInput in, long lowest, long highest) {
    long value = in.signed();
    if (value < lowest || value > highest) {
      throw new UnreadableRecord("a number is out of the range of its type");
    }
    return value;
  }
}
