package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import dev.cairn.api.ValueCodec;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value that is stored as another one, which an author's codec makes of it. */
final class ConvertedForm<T, F> extends Form {
  private final ValueCodec<T, F> codec;
  private final Form stored;

  ConvertedForm(ValueCodec<T, F> codec, Form stored) {
    super(stored.wire());
    this.codec = codec;
    this.stored = stored;
  }

  @Override
  void encode(Kryo kryo, FieldOutput out, Object value) {
    stored.encode(kryo, out, convert(codec.to(), codec.type().cast(value), UnstorableValue::new));
  }

  @Override
  @SuppressWarnings("unchecked") // the form of a primitive class decodes to the boxed class
  Object decode(Kryo kryo, FieldInput in) {
    Object value = convert(codec.from(), (F) stored.decode(kryo, in), UnreadableRecord::new);
    return codec.type().cast(value);
  }

  private <V> Object convert(Function<? super V, ?> function, V value,
      BiFunction<String, @Nullable Throwable, RuntimeException> refusal) {
    Object converted;
    try {
      converted = function.apply(value);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      throw refusal.apply(words() + " failed; the cause is what it threw", e);
    }
    if (converted == null) {
      throw refusal.apply(words() + " returned null", null);
    }
    return converted;
  }

  private String words() {
    return "the ValueCodec of " + codec.type().getSimpleName();
  }
}
