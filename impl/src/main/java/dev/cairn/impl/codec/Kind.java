package dev.cairn.impl.codec;

import dev.cairn.impl.record.Wire;

/**
 * How a component is stored, as the dictionary says it: {@code long}, {@code list(string)}, {@code record(Money)}.
 *
 * <p>A boxed primitive may be absent, and so has the kind of an {@code Optional}: {@code optional(long)}.
 */
public sealed interface Kind
    permits Scalar, Kind.EnumOf, Kind.ListOf, Kind.SetOf, Kind.MapOf, Kind.OptionalOf, Kind.RecordOf,
    Kind.OneOf {

  /** Returns the kind as it stands in the dictionary. */
  String text();

  /** Returns the wire of its values. */
  default int wire() {
    return Wire.BLOCK;
  }

  /**
   * Reads a kind.
   *
   * @throws IllegalArgumentException if there is no such kind
   */
  static Kind parse(String text) {
    return new KindParser(text).component();
  }

  /** A constant, by its name. Which enum it is of, only the class knows. */
  record EnumOf(String name) implements Kind {
    @Override
    public String text() {
      return "enum";
    }
  }

  /** Elements in order. */
  record ListOf(Kind element) implements Kind {
    @Override
    public String text() {
      return "list(" + element.text() + ")";
    }
  }

  /** Different elements, in the order in which they were given. */
  record SetOf(Kind element) implements Kind {
    @Override
    public String text() {
      return "set(" + element.text() + ")";
    }
  }

  /** Keys and values, in the order in which they were given. */
  record MapOf(Kind key, Kind value) implements Kind {
    @Override
    public String text() {
      return "map(" + key.text() + "," + value.text() + ")";
    }
  }

  /** What may be absent although its class has no null. */
  record OptionalOf(Kind element) implements Kind {
    @Override
    public String text() {
      return "optional(" + element.text() + ")";
    }

    @Override
    public int wire() {
      return element.wire();
    }
  }

  /** The fields of one type. */
  record RecordOf(String name) implements Kind {
    @Override
    public String text() {
      return "record(" + name + ")";
    }
  }

  /** One of the types behind a sealed interface. */
  record OneOf(String name) implements Kind {
    @Override
    public String text() {
      return "one-of(" + name + ")";
    }
  }
}
