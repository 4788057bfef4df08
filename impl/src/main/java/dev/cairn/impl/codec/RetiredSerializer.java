package dev.cairn.impl.codec;

import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import org.jspecify.annotations.Nullable;

/** A type that its author has declared retired or ignored: no record of it should be stored where it is read. */
final class RetiredSerializer extends FieldsSerializer {

  private final String declared;

  /** Takes the word that its author has used. */
  RetiredSerializer(String type, String declared) {
    super(type);
    this.declared = declared;
  }

  @Override
  @Nullable
  Object component(Object value, Slot slot) {
    throw new UnstorableValue("the type " + type() + " is " + declared);
  }

  @Override
  @Nullable
  Object[] room() {
    throw new UnreadableRecord(
        "it holds a " + type() + ", a type that is declared " + declared + " and yet is stored here");
  }

  @Override
  Object build(@Nullable Object[] components) {
    throw new IllegalStateException(type());
  }
}
