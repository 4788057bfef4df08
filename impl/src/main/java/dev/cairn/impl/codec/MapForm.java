package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.Wire;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A count, then as many keys and values. A map that was read is unmodifiable and keeps its order. */
final class MapForm extends Form {
  private final Form key;
  private final Form value;

  MapForm(Form key, Form value) {
    super(Wire.BLOCK);
    this.key = key;
    this.value = value;
  }

  @Override
  void encode(Kryo kryo, FieldOutput out, Object map) {
    Map<?, ?> entries = (Map<?, ?>) map;
    int left = entries.size();
    out.varint(left);
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      left = ListForm.one(left);
      key.write(kryo, out, ListForm.requirePresent(entry.getKey()));
      value.write(kryo, out, ListForm.requirePresent(entry.getValue()));
    }
    ListForm.none(left);
  }

  @Override
  Object decode(Kryo kryo, FieldInput in) {
    int count = in.count(2);
    Map<Object, Object> entries = LinkedHashMap.newLinkedHashMap(Math.min(count, ListForm.FIRST_ROOM));
    for (int i = 0; i < count; i++) {
      Object k = key.read(kryo, in);
      entries.put(k, value.read(kryo, in));
    }
    return Collections.unmodifiableMap(entries);
  }
}
