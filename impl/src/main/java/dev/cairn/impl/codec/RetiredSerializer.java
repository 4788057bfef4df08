package dev.cairn.impl.codec;

import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import org.jspecify.annotations.Nullable;

/** A type that its author has declared retired: no record of it should be stored. */
final class RetiredSerializer extends FieldsSerializer {

  RetiredSerializer(String type) {
    super(type);
  }

  @Override
  @Nullable
  Object component(Object value, Slot slot) {
    throw new UnstorableValue("the type " + type() + " is retired");
  }

  @Override
  @Nullable
  Object[] room() {
    throw new UnreadableRecord("it holds a " + type() + ", a type that is declared retired and yet is stored here");
  }

  @Override
  Object build(@Nullable Object[] components) {
    throw new IllegalStateException(type());
  }
}
