package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.impl.record.Wire;

/** A value that is read and dropped. */
final class PassedOverForm extends Form {

  PassedOverForm(int wire) {
    super(wire);
  }

  @Override
  void encode(Kryo kryo, FieldOutput out, Object value) {
    throw new UnstorableValue("a component that is gone is only read");
  }

  @Override
  Object decode(Kryo kryo, FieldInput in) {
    return switch (wire()) {
      case Wire.VARINT -> in.varint();
      case Wire.EIGHT_BYTES -> in.readLong();
      case Wire.FOUR_BYTES -> in.readInt();
      default -> in.rest();
    };
  }
}
