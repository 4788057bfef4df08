package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.Wire;

/** An array of bytes. */
final class BytesForm extends Form {

  BytesForm() {
    super(Wire.BLOCK);
  }

  @Override
  void encode(Kryo kryo, FieldOutput out, Object value) {
    out.writeBytes((byte[]) value);
  }

  @Override
  Object decode(Kryo kryo, FieldInput in) {
    return in.rest();
  }
}
