package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.serializers.DefaultSerializers.BigDecimalSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.DefaultSerializers.BigIntegerSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.DefaultSerializers.UUIDSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.TimeSerializers.DurationSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.TimeSerializers.InstantSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.TimeSerializers.LocalDateSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.TimeSerializers.LocalDateTimeSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.TimeSerializers.LocalTimeSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.TimeSerializers.OffsetDateTimeSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.TimeSerializers.ZoneIdSerializer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/** The value types that Kryo writes, each with the serializer of the first release. */
final class ValueForms {
  private static final int FIRST_REGISTRATION = 20;
  private static final Map<Scalar, ValueForm<?>> FORMS = new EnumMap<>(Scalar.class);

  static {
    FORMS.put(Scalar.DECIMAL, new ValueForm<>(BigDecimal.class, new BigDecimalSerializer()));
    FORMS.put(Scalar.INTEGER, new ValueForm<>(BigInteger.class, new BigIntegerSerializer()));
    FORMS.put(Scalar.UUID, new ValueForm<>(UUID.class, new UUIDSerializer()));
    FORMS.put(Scalar.INSTANT, new ValueForm<>(Instant.class, new InstantSerializer()));
    FORMS.put(Scalar.DURATION, new ValueForm<>(Duration.class, new DurationSerializer()));
    FORMS.put(Scalar.LOCAL_DATE, new ValueForm<>(LocalDate.class, new LocalDateSerializer()));
    FORMS.put(Scalar.LOCAL_TIME, new ValueForm<>(LocalTime.class, new LocalTimeSerializer()));
    FORMS.put(Scalar.LOCAL_DATE_TIME, new ValueForm<>(LocalDateTime.class, new LocalDateTimeSerializer()));
    FORMS.put(Scalar.OFFSET_DATE_TIME, new ValueForm<>(OffsetDateTime.class, new OffsetDateTimeSerializer()));
    FORMS.put(Scalar.ZONE, new ValueForm<>(ZoneId.class, new ZoneIdSerializer()));
  }

  private ValueForms() {}

  static Form of(Scalar kind) {
    return switch (kind) {
      case BOOLEAN, BYTE, SHORT, INT, LONG, CHAR, DOUBLE, FLOAT -> new NumberForm(kind);
      case STRING -> new TextForm();
      case BYTES -> new BytesForm();
      default -> FORMS.get(kind);
    };
  }

  static void register(Kryo kryo) {
    int id = FIRST_REGISTRATION;
    for (ValueForm<?> form : FORMS.values()) {
      form.register(kryo, id++);
    }
  }
}
