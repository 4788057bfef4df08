package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One component of a record: its field, and the meaning of a missing field.
 *
 * @param tag of the field
 * @param name of the component
 * @param index its place among the components of the class
 * @param form of its value
 * @param absence the meaning of a missing field
 */
record Slot(int tag, String name, int index, Form form, Absence absence) {

  /** The meaning of a missing field. */
  enum Absence {
    /** The record is broken. */
    FORBIDDEN,
    /** The component is null. */
    NULL,
    /** The component is an empty Optional. */
    EMPTY,
    /** Nothing, and a field is dropped: the class no longer has the component. */
    PASSED_OVER
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

  void read(Kryo kryo, FieldInput in, @Nullable Object[] components) {
    Object value = form.read(kryo, in);
    if (absence != Absence.PASSED_OVER) {
      components[index] = absence == Absence.EMPTY ? Optional.of(value) : value;
    }
  }

  void fillAbsent(@Nullable Object[] components) {
    switch (absence) {
      case FORBIDDEN -> throw new UnreadableRecord("there is no value");
      case NULL -> components[index] = null;
      case EMPTY -> components[index] = Optional.empty();
      case PASSED_OVER -> {
        // the class has no such component
      }
    }
  }
}
