package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One component of a record: its field, and what it is where there is none.
 *
 * @param tag of the field
 * @param name of the component
 * @param index its place among the components of the class
 * @param form of its value
 * @param absence what no field means
 */
record Slot(int tag, String name, int index, Form form, Absence absence) {

  /** What it means that a component has no field. */
  enum Absence {
    /** The record is broken. */
    FORBIDDEN,
    /** The component is null. */
    NULL,
    /** The component is an empty Optional. */
    EMPTY
  }

  void write(Kryo kryo, FieldOutput out, @Nullable Object component) {
    Object value = component;
    if (absence == Absence.EMPTY) {
      if (component == null) {
        throw new UnstorableValue("an Optional is null");
      }
      value = ((Optional<?>) component).orElse(null);
    }
    if (value != null) {
      out.key(tag, form.wire());
      form.write(kryo, out, value);
    }
  }

  Object read(Kryo kryo, FieldInput in) {
    Object value = form.read(kryo, in);
    return absence == Absence.EMPTY ? Optional.of(value) : value;
  }

  @Nullable
  Object absent() {
    return switch (absence) {
      case FORBIDDEN -> throw new UnreadableRecord("there is no value");
      case NULL -> null;
      case EMPTY -> Optional.empty();
    };
  }
}
