package dev.cairn.impl.codec;

import dev.cairn.api.Evolution.Upcast;
import dev.cairn.impl.record.UnreadableRecord;
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
    Object value = reading.shape().make(components);
    for (Upcast<?, ?> step : reading.steps()) {
      value = upcast(step, value);
    }
    return value;
  }

  private static <F extends Record, T extends Record> Object upcast(Upcast<F, T> step, Object value) {
    String words = "the upcast from " + step.from().getSimpleName() + " to " + step.to().getSimpleName();
    try {
      T now = step.step().apply(step.from().cast(value));
      if (now == null) {
        throw new UnreadableRecord(words + " returned null");
      }
      return step.to().cast(now);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      throw e instanceof UnreadableRecord told ? told
          : new UnreadableRecord(words + " refused what is stored; the cause is what it threw", e);
    }
  }
}
