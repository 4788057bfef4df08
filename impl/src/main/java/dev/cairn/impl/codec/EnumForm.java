package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.Wire;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A constant of an enum, by its name, so that constants can be reordered. */
final class EnumForm extends Form {
  private final Class<?> type;
  private final Map<String, @Nullable Enum<?>> constants;

  /** Takes every constant that may be stored, by its stored name; null for a retired one. */
  EnumForm(Class<?> type, Map<String, @Nullable Enum<?>> constants) {
    super(Wire.BLOCK);
    this.type = type;
    this.constants = constants;
  }

  @Override
  void encode(Kryo kryo, FieldOutput out, Object value) {
    out.text(((Enum<?>) type.cast(value)).name());
  }

  @Override
  Object decode(Kryo kryo, FieldInput in) {
    Object constant = constants.get(in.text());
    if (constant == null) {
      throw new UnreadableRecord(type.getSimpleName() + " does not have the constant that is stored");
    }
    return constant;
  }
}
