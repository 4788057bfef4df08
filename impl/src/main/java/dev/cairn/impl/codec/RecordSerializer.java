package dev.cairn.impl.codec;

import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** An author's record: taken apart by its accessors and put together by its canonical constructor, which may refuse. */
final class RecordSerializer extends FieldsSerializer {
  private final MethodHandle[] accessors;
  private final MethodHandle constructor;

  RecordSerializer(RecordShape shape) {
    super(shape.name());
    this.accessors = shape.components().stream().map(ComponentShape::accessor).toArray(MethodHandle[]::new);
    this.constructor = shape.constructor();
  }

  @Override
  @Nullable
  Object component(Object value, Slot slot) {
    try {
      return (Object) accessors[slot.index()].invokeExact(value);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      throw new UnstorableValue("the accessor threw " + e.getClass().getName(), e);
    }
  }

  @Override
  Object build(@Nullable Object[] components) {
    try {
      return (Object) constructor.invokeExact(components);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      throw new UnreadableRecord(
          "the constructor of " + type() + " refused what is stored, with " + e.getClass().getName(), e);
    }
  }
}
