package dev.cairn.impl.codec;

import dev.cairn.api.TypeRefused;
import dev.cairn.api.ValueCodec;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds the kind of one component, and refuses a component that cannot be stored. */
final class KindOf {
  private static final int MAX_DEPTH = 16;

  private final SchemaScan scan;
  private final String place;
  private final Type type;
  private final boolean primitive;

  KindOf(SchemaScan scan, Class<?> owner, RecordComponent component) {
    this.scan = scan;
    this.place = "the component '" + component.getName() + "' of " + owner.getSimpleName();
    this.type = component.getGenericType();
    this.primitive = component.getType().isPrimitive();
  }

  /** Finds the kind of a value that is in no record; {@code place} names it in a complaint. */
  KindOf(SchemaScan scan, String place, Type type) {
    this.scan = scan;
    this.place = place;
    this.type = type;
    this.primitive = false;
  }

  Kind kind() {
    if (raw(type) == Optional.class) {
      return new Kind.OptionalOf(element(argument(type, 0), 1));
    }
    Kind kind = element(type, 1);
    Kind stored = kind instanceof Kind.FormOf form ? form.stored() : kind;
    boolean boxed = stored instanceof Scalar scalar && scalar.isPrimitive() && !primitive;
    return boxed ? new Kind.OptionalOf(kind) : kind;
  }

  private Kind element(Type nested, int depth) {
    if (depth >= MAX_DEPTH) {
      throw refuse("nests collections deeper than " + MAX_DEPTH);
    }
    Class<?> raw = raw(nested);
    if (raw == List.class) {
      return new Kind.ListOf(element(argument(nested, 0), depth + 1));
    }
    if (raw == Set.class) {
      return new Kind.SetOf(element(argument(nested, 0), depth + 1));
    }
    if (raw == Map.class) {
      return new Kind.MapOf(element(argument(nested, 0), depth + 1), element(argument(nested, 1), depth + 1));
    }
    if (raw == Optional.class) {
      throw refuse("has an Optional inside another type; leave the element out instead");
    }
    return simple(raw);
  }

  private Kind simple(Class<?> raw) {
    ValueCodec<?, ?> codec = scan.codec(raw);
    return codec == null ? storable(raw) : new Kind.FormOf(codec, storable(codec.form()));
  }

  private Kind storable(Class<?> raw) {
    Scalar scalar = Scalar.of(raw);
    if (scalar != null) {
      return scalar;
    }
    if (raw.isRecord()) {
      scan.record(raw, Role.VALUE);
      return new Kind.RecordOf(scan.name(raw));
    }
    if (raw.isEnum()) {
      scan.constant(raw);
      return new Kind.EnumOf(raw.getSimpleName(), sort(raw.getEnumConstants(), each -> ((Enum<?>) each).name()));
    }
    if (raw.isInterface() && raw.isSealed()) {
      scan.choice(raw, Role.VALUE);
      Object[] types = scan.choices.get(raw.getSimpleName()).toArray();
      return new Kind.OneOf(raw.getSimpleName(), sort(types, each -> scan.name((Class<?>) each)));
    }
    throw refuse(complaint(raw));
  }

  private static List<String> sort(Object[] named, Function<Object, String> name) {
    return Arrays.stream(named).map(name).sorted().toList();
  }

  private Class<?> raw(Type nested) {
    if (nested instanceof Class<?> raw) {
      return raw;
    }
    if (nested instanceof ParameterizedType parameterized) {
      return (Class<?>) parameterized.getRawType();
    }
    throw refuse("is of type " + nested.getTypeName() + ", " + (nested instanceof TypeVariable<?> ? "a type variable"
        : "which leaves open what is in it") + "; name a type that can be stored");
  }

  private Type argument(Type nested, int index) {
    if (nested instanceof ParameterizedType parameterized) {
      return parameterized.getActualTypeArguments()[index];
    }
    throw refuse("is a raw " + nested.getTypeName() + "; say what is in it");
  }

  private static String complaint(Class<?> raw) {
    String name = raw.getSimpleName();
    if (raw == Object.class) {
      return "is an Object, which could be anything";
    }
    if (raw.isArray()) {
      return "is a " + name + "; of arrays only byte[] can be stored, take a List";
    }
    if (isFunctional(raw)) {
      return "is a " + name + ", which is behaviour and not a value";
    }
    return raw.isInterface() ? "is a " + name + ", which is not a sealed interface"
        : "is a " + name + ", which is a class and not a record; give the actor type a ValueCodec for it";
  }

  private static boolean isFunctional(Class<?> raw) {
    return raw.isInterface() && Arrays.stream(raw.getMethods()).map(Method::getModifiers).filter(Modifier::isAbstract)
        .count() == 1;
  }

  private TypeRefused refuse(String complaint) {
    return scan.refuse(place + " " + complaint);
  }
}
