package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.impl.record.Wire;
import java.lang.reflect.Modifier;
import java.time.zone.ZoneRulesException;

/** A value that a serializer of Kryo writes and reads. */
final class ValueForm<T> extends Form {
  private final Class<T> type;
  private final Serializer<T> serializer;

  ValueForm(Class<T> type, Serializer<T> serializer) {
    super(Wire.BLOCK);
    this.type = type;
    this.serializer = serializer;
  }

  void register(Kryo kryo, int id) {
    kryo.register(type, serializer, id);
  }

  /** Refuses a subclass of BigDecimal or BigInteger, which would be read as another class. */
  @Override
  void encode(Kryo kryo, FieldOutput out, Object value) {
    if (value.getClass() != type && !Modifier.isAbstract(type.getModifiers())) {
      throw new UnstorableValue("it holds a subclass of " + type.getSimpleName());
    }
    serializer.write(kryo, out, type.cast(value));
  }

  @Override
  Object decode(Kryo kryo, FieldInput in) {
    Object value = knownValue(kryo, in);
    if (value == null) {
      throw new UnreadableRecord("a " + type.getSimpleName() + " is null");
    }
    return value;
  }

  private Object knownValue(Kryo kryo, FieldInput in) {
    try {
      return serializer.read(kryo, in, type);
    } catch (ZoneRulesException e) {
      throw new UnreadableRecord("this JDK does not know a time zone in it (" + e.getMessage() + "); a newer one may",
          e);
    }
  }
}
