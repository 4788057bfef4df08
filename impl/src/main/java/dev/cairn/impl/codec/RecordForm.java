package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.impl.record.Wire;

/** The fields of a nested record, one level deeper. Kryo counts the levels. */
final class RecordForm extends Form {
  private final FieldsSerializer fields;

  RecordForm(FieldsSerializer fields) {
    super(Wire.BLOCK);
    this.fields = fields;
  }

  FieldsSerializer fields() {
    return fields;
  }

  @Override
  void encode(Kryo kryo, FieldOutput out, Object value) {
    if (kryo.getDepth() >= KryoPool.MAX_DEPTH) {
      throw new UnstorableValue("its records are nested deeper than " + KryoPool.MAX_DEPTH + ", or it contains itself");
    }
    kryo.writeObject(out, value, fields);
  }

  @Override
  Object decode(Kryo kryo, FieldInput in) {
    if (kryo.getDepth() >= KryoPool.MAX_DEPTH) {
      throw new UnreadableRecord("its records are nested deeper than " + KryoPool.MAX_DEPTH);
    }
    Object value = kryo.readObject(in, Object.class, fields);
    if (value instanceof SeveralEvents) {
      throw new UnreadableRecord("it holds a " + fields.type() + ", and an upcast splits only whole events");
    }
    return value;
  }
}
