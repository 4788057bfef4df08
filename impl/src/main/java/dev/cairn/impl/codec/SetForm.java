package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.impl.record.FieldInput;
import java.util.Collections;
import java.util.LinkedHashSet;

/** As a list; elements that have become equal since they were written become one. */
final class SetForm extends ListForm {

  SetForm(Form element) {
    super(element);
  }

  @Override
  Object decode(Kryo kryo, FieldInput in) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(elements(kryo, in)));
  }
}
