package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.impl.record.Wire;

/** A type that a definition mentions and the dictionary lacks. */
final class UndefinedForm extends Form {
  private final String name;

  UndefinedForm(String name) {
    super(Wire.BLOCK);
    this.name = name;
  }

  @Override
  void encode(Kryo kryo, FieldOutput out, Object value) {
    throw new UnstorableValue("the type " + name + " is not in the dictionary");
  }

  @Override
  Object decode(Kryo kryo, FieldInput in) {
    throw new UnreadableRecord("the type " + name + " is not in the dictionary");
  }
}
