package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.Wire;
import java.util.HashMap;
import java.util.Map;

/** A constant of an enum, by its name, so that constants can be reordered. */
final class EnumForm extends Form {
  private final Class<?> type;
  private final Map<String, Object> constants = new HashMap<>();

  EnumForm(Class<?> type) {
    super(Wire.BLOCK);
    this.type = type;
    for (Object constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
  }

  @Override
  void encode(Kryo kryo, FieldOutput out, Object value) {
    out.text(((Enum<?>) type.cast(value)).name());
  }

  @Override
  Object decode(Kryo kryo, FieldInput in) {
    Object constant = constants.get(in.text());
    if (constant == null) {
      throw new UnreadableRecord(type.getSimpleName() + " no longer has the constant that was stored");
    }
    return constant;
  }
}
