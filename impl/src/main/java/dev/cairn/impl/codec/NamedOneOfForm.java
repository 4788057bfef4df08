package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.impl.record.Wire;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record of several types, without their classes. The name of its type comes first, under {@code type}; if a
 * component has that name, under {@code _type}, or with more underscores.
 */
final class NamedOneOfForm extends Form {
  private final Map<Integer, RecordForm> records;

  NamedOneOfForm(Map<Integer, RecordForm> records) {
    super(Wire.BLOCK);
    this.records = records;
  }

  @Override
  void encode(Kryo kryo, FieldOutput out, Object value) {
    throw new UnstorableValue("a record without a class is only read");
  }

  @Override
  Object decode(Kryo kryo, FieldInput in) {
    RecordForm record = records.get(in.atMost(Integer.MAX_VALUE, "a type id"));
    if (record == null) {
      throw new UnreadableRecord("it holds a type that is not in the dictionary");
    }
    Map<?, ?> fields = (Map<?, ?>) record.decode(kryo, in);
    String key = "type";
    while (fields.containsKey(key)) {
      key = "_" + key;
    }
    Map<Object, @Nullable Object> typed = new LinkedHashMap<>();
    typed.put(key, record.fields().type());
    typed.putAll(fields);
    return typed;
  }
}
