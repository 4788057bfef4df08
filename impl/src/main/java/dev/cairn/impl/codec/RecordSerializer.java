package dev.cairn.impl.codec;

import dev.cairn.impl.record.UnstorableValue;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** An author's record: written by its accessors and read by its canonical constructor, which may refuse. */
final class RecordSerializer extends FieldsSerializer {
  private final MethodHandle[] accessors;
  private final RecordShape shape;

  RecordSerializer(RecordShape shape) {
    super(shape.name());
    this.accessors = shape.components().stream().map(ComponentShape::accessor).toArray(MethodHandle[]::new);
    this.shape = shape;
  }

  @Override
  @Nullable
  Object component(Object value, Slot slot) {
    try {
      return (Object) accessors[slot.index()].invokeExact(value);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      throw new UnstorableValue("the accessor failed; the cause is what it threw", e);
    }
  }

  @Override
  @Nullable
  Object[] room() {
    return new Object[accessors.length];
  }

  @Override
  Object build(@Nullable Object[] components) {
    return shape.make(components);
  }
}
