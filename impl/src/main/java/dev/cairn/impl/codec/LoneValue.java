package dev.cairn.impl.codec;

import org.jspecify.annotations.Nullable;

/** A value that stands in no record, as one field, or as none where it is null. */
final class LoneValue extends FieldsSerializer {
  private final boolean holdsNothing;

  LoneValue(String type, boolean holdsNothing) {
    super(type);
    this.holdsNothing = holdsNothing;
  }

  /** The value in the only place of {@link #room}: null cannot be handed through Kryo. */
  record Held(@Nullable Object value) {}

  @Override
  @Nullable
  Object component(Object value, Slot slot) {
    return ((Held) value).value();
  }

  @Override
  @Nullable
  Object[] room() {
    return new Object[1];
  }

  @Override
  Object build(@Nullable Object[] components) {
    return new Held(holdsNothing ? null : components[0]);
  }
}
