package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.Wire;

/** A string; also the name of a constant whose enum is not known. */
final class TextForm extends Form {

  TextForm() {
    super(Wire.BLOCK);
  }

  @Override
  void encode(Kryo kryo, FieldOutput out, Object value) {
    out.text((String) value);
  }

  @Override
  Object decode(Kryo kryo, FieldInput in) {
    return in.text();
  }
}
