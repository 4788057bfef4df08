package dev.cairn.impl.codec;

import dev.cairn.api.ValueCodec;
import dev.cairn.impl.record.Wire;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The stored kind of a component, as the dictionary writes it: {@code long}, {@code list(string)}, {@code
 * record(Money)}. A kind that comes from a class also has the names that the dictionary omits.
 *
 * <p>A boxed primitive may be absent, so its kind is that of an {@code Optional}: {@code optional(long)}.
 */
public sealed interface Kind
    permits Scalar, Kind.EnumOf, Kind.ListOf, Kind.SetOf, Kind.MapOf, Kind.OptionalOf, Kind.RecordOf,
    Kind.OneOf, Kind.FormOf {

  /** Returns the kind as it stands in the dictionary. */
  String text();

  /** Returns the wire of its values. */
  default int wire() {
    return Wire.BLOCK;
  }

  /** Returns this kind with the version of each record in it. */
  default Kind at(ToIntFunction<String> versions) {
    return this;
  }

  /**
   * Reads a kind.
   *
   * @throws IllegalArgumentException if there is no such kind
   */
  static Kind parse(String text) {
    return new KindParser(text).component();
  }

  /**
   * A constant, by its name.
   *
   * @param name of the enum; empty in the dictionary
   * @param constants that may be stored, sorted; empty if the dictionary does not list them
   */
  record EnumOf(String name, List<String> constants) implements Kind {
    @Override
    public String text() {
      return constants.isEmpty() ? "enum" : "enum(" + String.join(",", constants) + ")";
    }
  }

  /** Elements in order. */
  record ListOf(Kind element) implements Kind {
    @Override
    public String text() {
      return "list(" + element.text() + ")";
    }

    @Override
    public Kind at(ToIntFunction<String> versions) {
      return new ListOf(element.at(versions));
    }
  }

  /** Distinct elements, in the order in which they were given. */
  record SetOf(Kind element) implements Kind {
    @Override
    public String text() {
      return "set(" + element.text() + ")";
    }

    @Override
    public Kind at(ToIntFunction<String> versions) {
      return new SetOf(element.at(versions));
    }
  }

  /** Keys and values, in the order in which they were given. */
  record MapOf(Kind key, Kind value) implements Kind {
    @Override
    public String text() {
      return "map(" + key.text() + "," + value.text() + ")";
    }

    @Override
    public Kind at(ToIntFunction<String> versions) {
      return new MapOf(key.at(versions), value.at(versions));
    }
  }

  /** A value that may be absent. */
  record OptionalOf(Kind element) implements Kind {
    @Override
    public String text() {
      return "optional(" + element.text() + ")";
    }

    @Override
    public Kind at(ToIntFunction<String> versions) {
      return new OptionalOf(element.at(versions));
    }

    @Override
    public int wire() {
      return element.wire();
    }
  }

  /** The fields of one version of one type. */
  record RecordOf(String name, int version) implements Kind {

    /** The first version, which the text omits. */
    RecordOf(String name) {
      this(name, 1);
    }

    @Override
    public String text() {
      return "record(" + name + (version == 1 ? "" : "#" + version) + ")";
    }

    @Override
    public Kind at(ToIntFunction<String> versions) {
      return new RecordOf(name, versions.applyAsInt(name));
    }
  }

  /**
   * One of the types behind a sealed interface, in any version.
   *
   * @param name of the interface; empty in the dictionary
   * @param types that may be stored, sorted
   */
  record OneOf(String name, List<String> types) implements Kind {
    @Override
    public String text() {
      return "one-of(" + String.join(",", types) + ")";
    }
  }

  /**
   * A value that is stored in the form of another class; never in the dictionary.
   *
   * @param codec converts between the two classes
   * @param stored the kind of the form
   */
  record FormOf(ValueCodec<?, ?> codec, Kind stored) implements Kind {
    @Override
    public String text() {
      return stored.text();
    }

    @Override
    public int wire() {
      return stored.wire();
    }

    @Override
    public Kind at(ToIntFunction<String> versions) {
      return stored.at(versions);
    }
  }
}
