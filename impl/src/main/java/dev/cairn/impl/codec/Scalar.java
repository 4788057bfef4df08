package dev.cairn.impl.codec;

import dev.cairn.impl.record.Wire;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The kinds that hold one value. */
enum Scalar implements Kind {
  BOOLEAN("boolean", Wire.VARINT, Boolean.class),
  BYTE("byte", Wire.VARINT, Byte.class),
  SHORT("short", Wire.VARINT, Short.class),
  INT("int", Wire.VARINT, Integer.class),
  LONG("long", Wire.VARINT, Long.class),
  CHAR("char", Wire.VARINT, Character.class),
  DOUBLE("double", Wire.EIGHT_BYTES, Double.class),
  FLOAT("float", Wire.FOUR_BYTES, Float.class),
  STRING("string", Wire.BLOCK, String.class),
  BYTES("bytes", Wire.BLOCK, byte[].class),
  DECIMAL("decimal", Wire.BLOCK, BigDecimal.class),
  INTEGER("integer", Wire.BLOCK, BigInteger.class),
  UUID("uuid", Wire.BLOCK, java.util.UUID.class),
  INSTANT("instant", Wire.BLOCK, Instant.class),
  DURATION("duration", Wire.BLOCK, Duration.class),
  LOCAL_DATE("local-date", Wire.BLOCK, LocalDate.class),
  LOCAL_TIME("local-time", Wire.BLOCK, LocalTime.class),
  LOCAL_DATE_TIME("local-date-time", Wire.BLOCK, LocalDateTime.class),
  OFFSET_DATE_TIME("offset-date-time", Wire.BLOCK, OffsetDateTime.class),
  ZONE("zone", Wire.BLOCK, ZoneId.class);

  private final String text;
  private final int wire;
  private final Class<?> type;

  Scalar(String text, int wire, Class<?> type) {
    this.text = text;
    this.wire = wire;
    this.type = type;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public int wire() {
    return wire;
  }

  /** Returns the class of the values; for a primitive, its boxed class. */
  Class<?> type() {
    return type;
  }

  boolean isPrimitive() { return ordinal() <= FLOAT.ordinal(); }

  /** Returns the scalar of a class, boxed or not; null if it has none. */
  static @Nullable Scalar of(Class<?> type) {
    for (Scalar scalar : values()) {
      if (scalar.type == type || type.isPrimitive() && scalar.isPrimitive() && scalar.text.equals(type.getName())) {
        return scalar;
      }
    }
    return null;
  }
}
