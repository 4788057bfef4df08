package dev.cairn.impl.codec;

import dev.cairn.impl.record.UnstorableValue;
import org.jspecify.annotations.Nullable;

/** Reads a record of a former shape: missing components get their declared values, then the upcasts follow. */
final class FormerSerializer extends FieldsSerializer {
  private final Reading reading;

  FormerSerializer(Reading reading) {
    super(reading.stored().name());
    this.reading = reading;
  }

  @Override
  @Nullable
  Object component(Object value, Slot slot) {
    throw new UnstorableValue("a former shape of a record is only read");
  }

  @Override
  @Nullable
  Object[] room() {
    return reading.absent().clone();
  }

  @Override
  Object build(@Nullable Object[] components) {
    return reading.upcasts().present(reading.shape().make(components));
  }
}
