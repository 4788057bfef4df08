package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.impl.record.Wire;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** A count, then as many elements. A collection that was read is unmodifiable and keeps its order. */
class ListForm extends Form {
  /** The most elements for which memory is allocated before they are read. */
  static final int FIRST_ROOM = 1024;

  private final Form element;

  ListForm(Form element) {
    super(Wire.BLOCK);
    this.element = element;
  }

  @Override
  final void encode(Kryo kryo, FieldOutput out, Object value) {
    Collection<?> elements = (Collection<?>) value;
    int left = elements.size();
    out.varint(left);
    for (Object each : elements) {
      left = one(left);
      element.write(kryo, out, requirePresent(each));
    }
    none(left);
  }

  @Override
  Object decode(Kryo kryo, FieldInput in) {
    return Collections.unmodifiableList(elements(kryo, in));
  }

  final List<Object> elements(Kryo kryo, FieldInput in) {
    int count = in.count(1);
    List<Object> elements = new ArrayList<>(Math.min(count, FIRST_ROOM));
    for (int i = 0; i < count; i++) {
      elements.add(element.read(kryo, in));
    }
    return elements;
  }

  static int one(int left) {
    none(left == 0 ? 1 : 0);
    return left - 1;
  }

  static void none(int left) {
    if (left != 0) {
      throw new UnstorableValue("it holds a collection whose size() is not the number of its elements");
    }
  }

  static Object requirePresent(Object element) {
    if (element == null) {
      throw new UnstorableValue("it holds a collection with null inside");
    }
    return element;
  }
}
