package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.impl.record.Wire;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as fields, in the order of their tags, up to the end of the input or block.
 *
 * <pre>
 * [key = tag * 4 + wire][value] [key][value] ...
 * </pre>
 */
abstract class FieldsSerializer extends Serializer<Object> {
  private final String type;
  private Slot[] slots = {};

  FieldsSerializer(String type) {
    super(false, true);
    this.type = type;
  }

  /** Sets the components, once every type has its serializer: types may contain each other. */
  final void complete(List<Slot> components) {
    slots = components.stream().sorted(Comparator.comparingInt(Slot::tag)).toArray(Slot[]::new);
  }

  final String type() {
    return type;
  }

  /** Takes a component out of a record. */
  abstract @Nullable Object component(Object value, Slot slot);

  /** Returns an array for all components, which holds the values of those without a slot. */
  abstract @Nullable Object[] room();

  /** Makes a record of all its components. */
  abstract Object build(@Nullable Object[] components);

  @Override
  public final void write(Kryo kryo, Output output, Object value) {
    FieldOutput out = (FieldOutput) output;
    for (Slot slot : slots) {
      try {
        slot.write(kryo, out, component(value, slot));
      } catch (UnstorableValue e) {
        throw e.in(type, slot.name());
      }
    }
  }

  @Override
  public final Object read(Kryo kryo, Input input, Class<? extends Object> ignored) {
    FieldInput in = (FieldInput) input;
    @Nullable
    Object[] components = room();
    int next = 0;
    while (in.remaining() > 0) {
      int key = in.key();
      while (next < slots.length && slots[next].tag() < Wire.tag(key)) {
        fillAbsent(slots[next++], components);
      }
      if (next == slots.length || slots[next].tag() != Wire.tag(key)) {
        throw new UnreadableRecord("a field of " + type + " is unknown, doubled or out of order");
      }
      readPresent(kryo, in, Wire.wire(key), slots[next++], components);
    }
    while (next < slots.length) {
      fillAbsent(slots[next++], components);
    }
    return build(components);
  }

  private void readPresent(Kryo kryo, FieldInput in, int wire, Slot slot, @Nullable Object[] components) {
    try {
      if (wire != slot.form().wire()) {
        throw new UnreadableRecord("the value has the wrong wire");
      }
      slot.read(kryo, in, components);
    } catch (UnreadableRecord e) {
      throw e.in(type, slot.name());
    }
  }

  private void fillAbsent(Slot slot, @Nullable Object[] components) {
    try {
      slot.fillAbsent(components);
    } catch (UnreadableRecord e) {
      throw e.in(type, slot.name());
    }
  }
}
