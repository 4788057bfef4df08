package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.impl.record.Wire;
import java.util.Map;

/** One record of several types: the id of its type, then its fields. */
final class OneOfForm extends Form {
  private final Map<Class<?>, Integer> ids;
  private final Map<Integer, RecordForm> records;

  OneOfForm(Map<Class<?>, Integer> ids, Map<Integer, RecordForm> records) {
    super(Wire.BLOCK);
    this.ids = ids;
    this.records = records;
  }

  @Override
  void encode(Kryo kryo, FieldOutput out, Object value) {
    Integer id = ids.get(value.getClass());
    if (id == null) {
      throw new UnstorableValue(
          "it holds a " + value.getClass().getSimpleName() + ", which is not one of the types that may stand there");
    }
    out.varint(id);
    records.get(id).encode(kryo, out, value);
  }

  @Override
  Object decode(Kryo kryo, FieldInput in) {
    RecordForm record = records.get(in.atMost(Integer.MAX_VALUE, "a type id"));
    if (record == null) {
      throw new UnreadableRecord("it holds a type that may not stand there");
    }
    return record.decode(kryo, in);
  }
}
