package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.Wire;

/** The stored name of a time zone, also if this JDK does not know the zone. Reads only. */
final class ZoneNameForm extends Form {

  ZoneNameForm() {
    super(Wire.BLOCK);
  }

  @Override
  void encode(Kryo kryo, FieldOutput out, Object value) {
    throw new UnsupportedOperationException("a name alone is not written");
  }

  @Override
  Object decode(Kryo kryo, FieldInput in) {
    String name = in.readString();
    if (name == null || !name.matches("[A-Za-z0-9~/._+:-]+")) {
      throw new UnreadableRecord("a time zone has no name");
    }
    return name;
  }
}
